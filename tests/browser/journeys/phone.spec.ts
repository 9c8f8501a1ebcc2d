import type { Page } from '@playwright/test';
import { expectNoSideways, expectForThumbs } from '../support/access';
import { ask, expect, json, newPage, picture, setRules, test } from '../support/test';

const long = 'A description that is long, with aVeryLongIdentifierThatNobodyWouldEverWriteButSomebodyAlwaysDoes in it';

for (const width of [320, 390]) {
  const phone = { viewport: { width, height: 720 } };

  test(`the tutor's page fits a phone of ${width} pixels`, async ({ as, apiAs, lab }) => {
    const room = Array.from({ length: 36 }, (_, index) => ({ seat: String(index + 1), column: index % 12, row: Math.floor(index / 12) }));
    await json((await apiAs('mona')).put(`/api/v1/labs/${lab.id}/seats`, { data: { seats: room } }));
    await ask(await apiAs('sam'), lab, '14', long, 'Functions');
    await ask(await apiAs('sue'), lab, 'B-204/17', 'Another one');
    const tutor = await as('tom', phone);
    await tutor.goto(`/labs/${lab.id}/queue`);
    await expect(tutor.getByRole('heading', { name: 'Waiting: 2' })).toBeVisible();
    await expect(tutor.getByRole('img', { name: /^Map of the room with 36 seats/ })).toBeVisible();
    await expectFits(tutor, `tutor-${width}-queue`);
    await tutor.getByRole('button', { name: 'Take next' }).click();
    await expect(tutor.getByRole('button', { name: 'Complete' })).toBeVisible();
    await tutor.getByRole('button', { name: 'Add a note or topic' }).click();
    await expectFits(tutor, `tutor-${width}-helping`);
    await tutor.getByRole('button', { name: 'Cannot find' }).click();
    await tutor.getByRole('dialog').getByRole('button', { name: 'Nobody is there' }).click();
    await expect(tutor.getByRole('heading', { name: 'Waiting: 1' })).toBeVisible();
    await expect(tutor.getByRole('button', { name: 'Complete' })).toBeHidden();
    await expect(tutor.getByRole('region', { name: 'Take back' })).toBeVisible();
    await expectFits(tutor, `tutor-${width}-take-back`);
  });

  test(`an offer is answered with one thumb on a phone of ${width} pixels`, async ({ as, apiAs, lab }) => {
    await setRules(await apiAs('mona'), lab, { mode: 'push' });
    const tutor = await as('tom', phone);
    await tutor.goto(`/labs/${lab.id}/queue`);
    await tutor.getByRole('switch', { name: 'Not available' }).check();
    await expect(tutor.getByText('You can be given requests.')).toBeVisible();
    await tutor.evaluate(() => window.scrollTo(0, 0));
    await ask(await apiAs('sam'), lab, 'B-204/17', Array.from({ length: 8 }, () => long).join('. '));
    const offer = tutor.getByRole('region', { name: 'Can you help?' });
    for (const name of ['Accept', 'Decline']) {
      await expect(offer.getByRole('button', { name }), 'under the thumb without scrolling').toBeInViewport({ ratio: 1 });
    }
    await picture(tutor, `tutor-${width}-offer-thumb`);
    await offer.getByText('Why me?').click();
    await expectFits(tutor, `tutor-${width}-offer`);
  });

  test(`the student's page fits a phone of ${width} pixels`, async ({ as, apiAs, lab }) => {
    await setRules(await apiAs('mona'), lab, { same_problem: true });
    const sueApi = await apiAs('sue');
    const shared = { seat: 'B-204/17', description: long, topic: 'Functions', shared: true };
    await json(sueApi.post(`/api/v1/labs/${lab.id}/requests`, { data: shared }));
    const sue = await as('sue', phone);
    await sue.goto(`/labs/${lab.id}`);
    await expect(sue.getByTestId('position')).toHaveText('1');
    await expectFits(sue, `student-${width}-waits`);
    await sue.getByRole('button', { name: 'Edit' }).click();
    await expect(sue.getByRole('button', { name: 'Save changes' })).toBeVisible();
    await expectFits(sue, `student-${width}-edits`);
    await sue.getByRole('button', { name: 'Keep as it was' }).click();
    await sue.getByRole('button', { name: 'Not now, keep my turn' }).click();
    await expect(sue.getByLabel('For how long?')).toBeVisible();
    await expectFits(sue, `student-${width}-keeps-turn`);
    await sue.getByRole('dialog').getByRole('button', { name: 'Keep my turn', exact: true }).click();
    await expect(sue.getByRole('button', { name: 'I am back' })).toBeVisible();
    await expectFits(sue, `student-${width}-away`);
    await sue.getByRole('button', { name: 'I am back' }).click();
    await expect(sue.getByRole('button', { name: 'I am back' })).toBeHidden();

    const sam = await as('sam', phone);
    await sam.goto(`/labs/${lab.id}`);
    await expect(sam.getByRole('list', { name: 'What others wait with' })).toBeVisible();
    await expectFits(sam, `student-${width}-same-problem`);
    await sam.getByRole('button', { name: /^Same problem/ }).click();
    await sam.getByRole('dialog').getByLabel('PC number').fill('14');
    await expectFits(sam, `student-${width}-joins`);
    await sam.getByRole('dialog').getByRole('button', { name: 'Wait along' }).click();
    await expect(sam.getByRole('button', { name: 'Leave' })).toBeVisible();
    await expectFits(sam, `student-${width}-waits-along`);
  });

  test(`what the code at a seat opens fits a phone of ${width} pixels`, async ({ as, apiAs, lab, browser }) => {
    const { code } = await json((await apiAs('mona')).get(`/api/v1/labs/${lab.id}/join-code`));
    const guest = await newPage(browser, phone);
    await guest.goto(`/join/${code}?seat=14`);
    await expect(guest.getByText('Please log in to continue.')).toBeVisible();
    await expectFits(guest, `seat-${width}-guest`);
    await guest.getByRole('main').getByRole('link', { name: 'Register' }).click();
    await expect(guest.getByRole('button', { name: 'Register' })).toBeVisible();
    await expectFits(guest, `seat-${width}-register`);
    await guest.goto('/login');
    await expect(guest.getByRole('button', { name: 'Log in' })).toBeVisible();
    await expectFits(guest, `seat-${width}-log-in`);
    await guest.context().close();

    const student = await as('stan', phone);
    await student.goto(`/join/${code}?seat=14`);
    await expect(student.getByRole('button', { name: 'Join' })).toBeVisible();
    await expectFits(student, `seat-${width}-join`);
    await student.getByRole('button', { name: 'Join' }).click();
    await expect(student.getByLabel('PC number')).toHaveValue('14');
    await expectFits(student, `seat-${width}-ask`);
  });
}

test('the pages of a manager need no scrolling sideways on a narrow screen', async ({ as, apiAs, lab }) => {
  await ask(await apiAs('sam'), lab, '14', long, 'Functions');
  const mona = await as('mona', { viewport: { width: 320, height: 720 } });
  for (const tab of ['overview', 'members', 'settings', 'record']) {
    await mona.goto(`/labs/${lab.id}/manage?tab=${tab}`);
    await expect(mona.getByRole('tabpanel').getByRole('heading').first()).toBeVisible();
    await expect(mona.getByText(/^Loading/)).toHaveCount(0);
    await expectNoSideways(mona);
    await picture(mona, `manager-320-${tab}`);
  }
});

/** A page for the phone: nothing is wider than the screen, and each button is for a thumb. */
async function expectFits(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await expectNoSideways(page);
  const dialog = page.getByRole('dialog');
  const asked = await dialog.isVisible();
  await expectForThumbs(asked ? dialog : page.getByRole('main'));
}
