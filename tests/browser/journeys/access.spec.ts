import { expectAccessible } from '../support/access';
import { ask, expect, json, newPage, setRules, test } from '../support/test';

/** A room of two rows. */
const seats = [1, 2, 3, 4, 5, 6].map((number) => ({ seat: String(number), column: (number - 1) % 3, row: number > 3 ? 1 : 0 }));

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no screen for guests breaks the accessibility rules in ${colorScheme}`, async ({ browser }) => {
    const page = await newPage(browser, { colorScheme });
    const screens: Record<string, string> = {
      home: '/',
      'please-log-in': '/dashboard',
      about: '/about',
      register: '/register',
      'log-in': '/login',
      'not-found': '/no/such/page',
    };
    for (const [name, path] of Object.entries(screens)) {
      await page.goto(path);
      await expectAccessible(page, `${name}-${colorScheme}`);
    }
    await page.goto('/login');
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page.getByLabel('Username or e-mail')).toBeFocused();
    await expectAccessible(page, `log-in-errors-${colorScheme}`);
    await page.context().close();
  });

  test(`no screen for members breaks the accessibility rules in ${colorScheme}`, async ({ as, apiAs, lab }) => {
    // Some twenty screens, each looked at whole.
    test.setTimeout(240_000);
    const queue = `/labs/${lab.id}/queue`;
    const student = await as('sam', { colorScheme });
    const tutor = await as('tom', { colorScheme });
    const manager = await as('mona', { colorScheme });
    await student.goto('/dashboard');
    await expectAccessible(student, `dashboard-student-${colorScheme}`);
    await student.goto(`/labs/${lab.id}/ask`);
    await expect(student.getByLabel('PC number')).toBeVisible();
    await expectAccessible(student, `ask-${colorScheme}`);
    await ask(await apiAs('sam'), lab, '14', 'An example', 'Loops');
    await ask(await apiAs('sue'), lab, '15', 'Another example');
    await expect(student.getByTestId('position')).toHaveText('1');
    await expectAccessible(student, `waiting-${colorScheme}`);
    await tutor.goto(queue);
    await expect(tutor.getByRole('heading', { name: 'Waiting: 2' })).toBeVisible();
    await expectAccessible(tutor, `queue-${colorScheme}`);
    await tutor.getByRole('button', { name: 'Take next' }).click();
    await expect(student.getByTestId('helper')).toBeVisible();
    await expectAccessible(student, `coming-${colorScheme}`);
    await tutor.getByRole('button', { name: 'Add a note or topic' }).click();
    await expectAccessible(tutor, `helping-${colorScheme}`);
    await tutor.getByRole('button', { name: 'Put back' }).click();
    await expect(tutor.getByRole('dialog')).toBeVisible();
    await expectAccessible(tutor, `put-back-${colorScheme}`);
    await tutor.keyboard.press('Escape');
    await tutor.getByRole('button', { name: 'Complete' }).click();
    await expect(tutor.getByRole('list', { name: 'Requests you helped with' })).toBeVisible();
    await expectAccessible(tutor, `tutor-history-${colorScheme}`);
    for (const [name, path] of Object.entries({ join: '/join', notifications: '/notifications', sessions: '/sessions' })) {
      await student.goto(path);
      await expect(student.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(student, `${name}-${colorScheme}`);
    }
    await manager.goto('/dashboard');
    await expectAccessible(manager, `dashboard-manager-${colorScheme}`);
    await manager.goto(`/labs/${lab.id}/manage`);
    await expect(manager.getByRole('table')).toBeVisible();
    await expect(manager.locator('.recharts-bar-rectangle path').first()).toBeVisible();
    await expectAccessible(manager, `manage-${colorScheme}`);
    await manager.getByRole('tab', { name: 'Members' }).click();
    await expect(manager.getByRole('table')).toBeVisible();
    await expectAccessible(manager, `members-${colorScheme}`);
    await manager.getByRole('tab', { name: 'Settings' }).click();
    await expect(manager.getByRole('button', { name: 'Copy the code' })).toBeVisible();
    await expectAccessible(manager, `settings-${colorScheme}`);
    await setRules(await apiAs('mona'), lab, { mode: 'push' });
    await tutor.getByRole('switch', { name: 'Not available' }).check();
    await expect(tutor.getByRole('region', { name: 'Can you help?' })).toBeVisible();
    await expectAccessible(tutor, `offer-${colorScheme}`);
    await manager.getByRole('tab', { name: 'Record' }).click();
    await expect(manager.getByRole('region', { name: 'Who was asked' }).getByRole('table')).toBeVisible();
    await expectAccessible(manager, `record-${colorScheme}`);
    await manager.goto('/labs/new');
    await expect(manager.getByLabel('Room')).toBeVisible();
    await expectAccessible(manager, `create-lab-${colorScheme}`);
  });

  test(`no step of a student breaks the accessibility rules in ${colorScheme}`, async ({ as, apiAs, lab }) => {
    test.setTimeout(180_000);
    await setRules(await apiAs('mona'), lab, { same_problem: true });
    const shared = { seat: '14', description: 'Which loop?', topic: 'Loops', shared: true };
    const sam = await as('sam', { colorScheme });
    const sue = await as('sue', { colorScheme });
    await sam.goto(`/labs/${lab.id}`);
    await expect(sam.getByRole('checkbox', { name: 'Others with the same problem may wait with me' })).toBeVisible();
    await expectAccessible(sam, `ask-shared-${colorScheme}`);
    await json((await apiAs('sam')).post(`/api/v1/labs/${lab.id}/requests`, { data: shared }));
    await expect(sam.getByTestId('position')).toHaveText('1');
    await sam.getByRole('button', { name: 'Edit' }).click();
    await expectAccessible(sam, `edit-${colorScheme}`);
    await sam.getByRole('button', { name: 'Keep as it was' }).click();
    await sam.getByRole('button', { name: 'Cancel request' }).click();
    await expect(sam.getByRole('dialog')).toBeVisible();
    await expectAccessible(sam, `cancel-${colorScheme}`);
    await sam.keyboard.press('Escape');
    await sam.getByRole('button', { name: 'Not now, keep my turn' }).click();
    await expect(sam.getByLabel('For how long?')).toBeVisible();
    await expectAccessible(sam, `keep-turn-${colorScheme}`);
    await sam.getByRole('dialog').getByRole('button', { name: 'Keep my turn', exact: true }).click();
    await expect(sam.getByRole('button', { name: 'I am back' })).toBeVisible();
    await expect(sam.getByRole('dialog')).toBeHidden();
    await expectAccessible(sam, `away-${colorScheme}`);
    await sam.getByRole('button', { name: 'I am back' }).click();
    await expect(sam.getByRole('button', { name: 'I am back' })).toBeHidden();

    await sue.goto(`/labs/${lab.id}`);
    await expect(sue.getByRole('list', { name: 'What others wait with' })).toBeVisible();
    await expectAccessible(sue, `same-problem-${colorScheme}`);
    await sue.getByRole('button', { name: /^Same problem/ }).click();
    await sue.getByRole('dialog').getByLabel('PC number').fill('3');
    await expectAccessible(sue, `join-same-problem-${colorScheme}`);
    await sue.getByRole('dialog').getByRole('button', { name: 'Wait along' }).click();
    await expect(sue.getByRole('button', { name: 'Leave' })).toBeVisible();
    await expect(sue.getByRole('dialog')).toBeHidden();
    await expectAccessible(sue, `waits-along-${colorScheme}`);

    const mona = await apiAs('mona');
    await json(mona.put(`/api/v1/labs/${lab.id}/announcement`, { data: { text: 'Exercise 3 has a typo.' } }));
    await json(mona.put(`/api/v1/labs/${lab.id}/queue/pause`, { data: { paused: true } }));
    await expect(sue.getByText('You keep your place and are called when they are back.')).toBeVisible();
    await expect(sue.getByRole('main').getByText('Exercise 3 has a typo.')).toBeVisible();
    await expectAccessible(sue, `break-${colorScheme}`);
    await json(mona.put(`/api/v1/labs/${lab.id}/queue/state`, { data: { open: false, send_home: true } }));
    await expect(sue.getByText('The queue is closed.')).toBeVisible();
    await expectAccessible(sue, `closed-${colorScheme}`);
  });

  test(`no step of a tutor breaks the accessibility rules in ${colorScheme}`, async ({ as, apiAs, lab }) => {
    test.setTimeout(180_000);
    await json((await apiAs('mona')).put(`/api/v1/labs/${lab.id}/seats`, { data: { seats } }));
    const asked = await ask(await apiAs('sam'), lab, '1', 'An example', 'Loops');
    const offered = await ask(await apiAs('sue'), lab, '2', 'Another example');
    await json((await apiAs('tom')).post(`/api/v1/requests/${asked}/accept`));
    const third = await ask(await apiAs('stan'), lab, '3', 'A third example');
    // Somebody to hand over to: a tutor is here while the page is open.
    await (await as('tina')).goto(`/labs/${lab.id}/queue`);
    const tom = await as('tom', { colorScheme });
    const dialog = tom.getByRole('dialog');
    await tom.goto(`/labs/${lab.id}/queue`);
    await expect(tom.getByRole('img', { name: /PC 2 waits as number 1.*PC 1 is being helped/ })).toBeVisible();
    await expectAccessible(tom, `room-${colorScheme}`);
    await expect(tom.getByRole('button', { name: 'Hand over' })).toBeEnabled();
    for (const [button, name] of [
      ['Hand over', 'hand-over'],
      ['Cannot find', 'cannot-find'],
      ['Let PC 3 go first', 'go-first'],
      ['Announce', 'announce'],
      ['Close queue', 'close-queue'],
    ]) {
      await tom.getByRole('button', { name: button, exact: true }).click();
      await expect(dialog).toBeVisible();
      await expectAccessible(tom, `${name}-${colorScheme}`);
      await tom.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
    await tom.getByRole('button', { name: 'Complete' }).click();
    await expect(tom.getByRole('region', { name: 'Take back' })).toBeVisible();
    await expectAccessible(tom, `take-back-${colorScheme}`);
    await tom.getByRole('button', { name: 'Pause' }).click();
    await expect(tom.getByText('The queue is paused')).toBeVisible();
    await expectAccessible(tom, `paused-${colorScheme}`);
    await tom.getByRole('button', { name: 'End the break' }).click();
    // Else the next offer would come in place of the one that is gone.
    await json((await apiAs('stan')).post(`/api/v1/requests/${third}/cancel`));
    await setRules(await apiAs('mona'), lab, { mode: 'both' });
    await tom.getByRole('switch', { name: 'Not available' }).check();
    const offer = tom.getByRole('region', { name: 'Can you help?' });
    await expect(offer).toContainText('PC 2');
    await offer.getByText('Why me?').click();
    await expectAccessible(tom, `why-me-${colorScheme}`);
    await json((await apiAs('tina')).post(`/api/v1/requests/${offered}/accept`));
    await expect(tom.getByRole('note')).toContainText('is gone');
    await expectAccessible(tom, `offer-gone-${colorScheme}`);
  });

  test(`no step of a manager breaks the accessibility rules in ${colorScheme}`, async ({ as, apiAs, lab }) => {
    test.setTimeout(180_000);
    await json((await apiAs('mona')).put(`/api/v1/labs/${lab.id}/seats`, { data: { seats } }));
    await ask(await apiAs('sam'), lab, '1', 'An example');
    const asked = await ask(await apiAs('sue'), lab, '2', 'Another example');
    await json((await apiAs('tom')).post(`/api/v1/requests/${asked}/accept`));
    const mona = await as('mona', { colorScheme });
    await mona.goto(`/labs/${lab.id}/manage?tab=settings`);
    await expect(mona.getByRole('img', { name: 'Map of the room with 6 seats' })).toBeVisible();
    await mona.getByRole('textbox', { name: 'PC numbers, row by row' }).fill('1 2 1');
    await mona.getByRole('button', { name: 'Save map' }).click();
    await expect(mona.getByText('PC 1 is there twice.')).toBeVisible();
    await mona.getByRole('button', { name: 'Add hours' }).click();
    await mona.getByLabel('Closes', { exact: true }).fill('09:00');
    await mona.getByRole('button', { name: 'Save hours' }).click();
    await expect(mona.getByText('Closing must be later than opening')).toBeVisible();
    await mona.getByLabel('Time to answer an offer').fill('400');
    await mona.getByRole('button', { name: 'Save rules' }).click();
    await expect(mona.getByText('The time to answer an offer must be from 5 to 300.')).toBeVisible();
    await expectAccessible(mona, `settings-errors-${colorScheme}`);
    await mona.getByRole('tab', { name: 'Members' }).click();
    await mona.getByRole('button', { name: /^Remove Tina/ }).click();
    await expect(mona.getByRole('dialog')).toBeVisible();
    await expectAccessible(mona, `remove-member-${colorScheme}`);
    await mona.goto(`/labs/${lab.id}/queue`);
    await expect(mona.getByRole('region', { name: 'Being helped by others' })).toBeVisible();
    await expectAccessible(mona, `queue-manager-${colorScheme}`);
    await mona.goto(`/labs/${lab.id}/seats`);
    await mona.getByRole('button', { name: 'Show codes' }).click();
    await expect(mona.getByRole('list', { name: 'Codes' }).getByRole('listitem')).toHaveCount(6);
    await expectAccessible(mona, `seat-codes-${colorScheme}`);
    await mona.goto(`/labs/${lab.id}/wall`);
    await expect(mona.getByRole('list', { name: 'Waiting' })).toContainText('PC 1');
    await expect(mona.getByRole('list', { name: 'Being helped' })).toContainText('PC 2');
    await expectAccessible(mona, `wall-${colorScheme}`);
  });
}
