import { expectFocusKept, pressOn, tabTo } from '../support/access';
import { ask, expect, json, picture, setRules, test } from '../support/test';

test('help is asked for with the keyboard alone', async ({ as, lab }) => {
  const page = await as('sam');
  await page.goto('/dashboard');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Hello');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await pressOn(page, page.getByRole('link', { name: `Ask for help in ${lab.name}` }));
  await tabTo(page, page.getByLabel('PC number'));
  await page.keyboard.type('14');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Only a keyboard here');
  await tabTo(page, page.getByRole('button', { name: 'Ask for help' }));
  await picture(page, 'keyboard-focus');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('position')).toHaveText('1');
  await expectFocusKept(page);
  const cancel = page.getByRole('button', { name: 'Cancel request' });
  await pressOn(page, cancel);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(cancel).toBeFocused();
  await page.keyboard.press('Enter');
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Cancel the request' }));
  await expect(page.getByRole('button', { name: 'Ask for help' })).toBeVisible();
  await expectFocusKept(page);
});

test('a student keeps the turn and comes back with the keyboard alone', async ({ as, apiAs, lab }) => {
  await ask(await apiAs('sue'), lab, '5', 'First in line');
  const sue = await as('sue');
  await sue.goto(`/labs/${lab.id}`);
  const hold = sue.getByRole('button', { name: 'Not now, keep my turn' });
  await pressOn(sue, hold);
  const dialog = sue.getByRole('dialog');
  await tabTo(sue, dialog.getByLabel('For how long?'));
  await sue.keyboard.press('ArrowDown');
  await pressOn(sue, dialog.getByRole('button', { name: 'Keep my turn', exact: true }));
  await expect(dialog).toBeHidden();
  await expect(sue.getByText(/Nobody calls you for 4 min/)).toBeVisible();
  await expectFocusKept(sue);
  await pressOn(sue, sue.getByRole('button', { name: 'I am back' }));
  await expect(hold).toBeVisible();
  await expectFocusKept(sue);

  await pressOn(sue, sue.getByRole('button', { name: 'Edit' }));
  await tabTo(sue, sue.getByLabel('PC number'));
  await sue.keyboard.press('ControlOrMeta+a');
  await sue.keyboard.type('6');
  await sue.keyboard.press('Enter');
  await expect(sue.getByText('PC 6', { exact: true }).first()).toBeVisible();
  await expectFocusKept(sue);
});

test('a student waits along and leaves again with the keyboard alone', async ({ as, apiAs, lab }) => {
  await setRules(await apiAs('mona'), lab, { same_problem: true });
  const samApi = await apiAs('sam');
  const id = await ask(samApi, lab, '14', 'Which loop?');
  await json(samApi.patch(`/api/v1/requests/${id}`, { data: { seat: '14', description: 'Which loop?', shared: true } }));
  const sue = await as('sue');
  await sue.goto(`/labs/${lab.id}`);
  const same = sue.getByRole('button', { name: 'Same problem: Which loop?' });
  await pressOn(sue, same);
  const dialog = sue.getByRole('dialog');
  await tabTo(sue, dialog.getByLabel('PC number'));
  await sue.keyboard.type('3');
  await sue.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(sue.getByText('Sam Student, PC 14')).toBeVisible();
  await expectFocusKept(sue);
  await pressOn(sue, sue.getByRole('button', { name: 'Leave' }));
  await pressOn(sue, dialog.getByRole('button', { name: 'Leave' }));
  await expect(dialog).toBeHidden();
  await expect(same).toBeVisible();
  await expectFocusKept(sue);
});

test('a tutor declines, accepts, completes and takes back with the keyboard alone', async ({ as, apiAs, lab }) => {
  await setRules(await apiAs('mona'), lab, { mode: 'push' });
  const tom = await as('tom');
  await tom.goto(`/labs/${lab.id}/queue`);
  await tabTo(tom, tom.getByRole('switch', { name: 'Not available' }));
  await tom.keyboard.press('Space');
  await expect(tom.getByText('You can be given requests.')).toBeVisible();
  await expect(tom.getByRole('switch', { name: 'Available' })).toBeFocused();

  const offer = tom.getByRole('region', { name: 'Can you help?' });
  await ask(await apiAs('sam'), lab, '14', 'My loop never ends');
  await expect(offer).toContainText('PC 14');
  await pressOn(tom, offer.getByRole('button', { name: 'Decline' }));
  await expect(offer).toBeHidden();
  await expectFocusKept(tom);

  await ask(await apiAs('sue'), lab, '5', 'Where do I begin?');
  await expect(offer).toContainText('PC 5');
  await pressOn(tom, offer.getByText('Why me?'));
  await expect(offer.getByText(/have helped least/i)).toBeVisible();
  await tabTo(tom, offer.getByRole('button', { name: 'Accept' }));
  await picture(tom, 'keyboard-offer');
  await tom.keyboard.press('Enter');
  const helping = tom.getByRole('region', { name: 'You are helping at PC 5' });
  await expect(helping).toBeFocused();
  await pressOn(tom, helping.getByRole('button', { name: 'Complete' }));
  const takeBack = tom.getByRole('region', { name: 'Take back' });
  await expect(takeBack).toBeFocused();
  await tom.keyboard.press('Tab');
  await expect(takeBack.getByRole('button', { name: 'Undo' })).toBeFocused();
  await tom.keyboard.press('Enter');
  await expect(helping).toBeFocused();
});

test('a tutor takes the next, puts back and hands over with the keyboard alone', async ({ as, apiAs, lab }) => {
  await ask(await apiAs('sam'), lab, '14', 'My loop never ends');
  const tina = await as('tina');
  await tina.goto(`/labs/${lab.id}/queue`);
  await expect(tina.getByRole('heading', { name: 'Waiting: 1' })).toBeVisible();
  const tom = await as('tom');
  await tom.goto(`/labs/${lab.id}/queue`);
  const helping = tom.getByRole('region', { name: 'You are helping at PC 14' });
  const dialog = tom.getByRole('dialog');
  await pressOn(tom, tom.getByRole('button', { name: 'Take next' }));
  await expect(helping).toBeVisible();
  await expectFocusKept(tom);

  await pressOn(tom, helping.getByRole('button', { name: 'Put back' }));
  await tabTo(tom, dialog.getByLabel('Reason (optional)'));
  await tom.keyboard.type('I have to leave');
  await pressOn(tom, dialog.getByRole('button', { name: 'Put back' }));
  await expect(dialog).toBeHidden();
  await expect(helping).toBeHidden();
  await expectFocusKept(tom);

  await pressOn(tom, tom.getByRole('button', { name: 'Accept PC 14' }));
  await expect(helping).toBeFocused();
  await pressOn(tom, helping.getByRole('button', { name: 'Hand over' }));
  await tabTo(tom, dialog.getByLabel('Who goes on?'));
  await pressOn(tom, dialog.getByRole('button', { name: 'Hand over' }));
  await expect(dialog).toBeHidden();
  await expect(helping).toBeHidden();
  await expectFocusKept(tom);
  await expect(tina.getByRole('region', { name: 'You are helping at PC 14' })).toBeVisible();
  // Whoever is in the middle of something else is left there.
  await expect(tina.locator('body')).toBeFocused();
});

test('a manager announces, takes a break and closes early with the keyboard alone', async ({ as, apiAs, lab }) => {
  await ask(await apiAs('sam'), lab, '14', 'My loop never ends');
  const mona = await as('mona');
  await mona.goto(`/labs/${lab.id}/queue`);
  const dialog = mona.getByRole('dialog');
  const announce = mona.getByRole('button', { name: 'Announce' });
  await pressOn(mona, announce);
  await tabTo(mona, dialog.getByRole('textbox', { name: 'Announcement' }));
  await mona.keyboard.type('Exercise 3 has a typo.');
  await pressOn(mona, dialog.getByRole('button', { name: 'Announce' }));
  await expect(dialog).toBeHidden();
  await expect(mona.getByText('Exercise 3 has a typo.')).toBeVisible();
  await expect(announce).toBeFocused();

  await pressOn(mona, mona.getByRole('button', { name: 'Pause' }));
  await expect(mona.getByRole('button', { name: 'End the break' })).toBeFocused();
  await mona.keyboard.press('Enter');
  await expect(mona.getByRole('button', { name: 'Pause' })).toBeFocused();

  await pressOn(mona, mona.getByRole('button', { name: 'Close queue' }));
  await tabTo(mona, dialog.getByRole('radio', { name: 'keep their places' }));
  await mona.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: /are sent home/ })).toBeChecked();
  await pressOn(mona, dialog.getByRole('button', { name: 'Close the queue' }));
  await expect(dialog).toBeHidden();
  await expect(mona.getByRole('button', { name: 'Open queue' })).toBeVisible();
  await expectFocusKept(mona);
});

test('a manager sets hours, draws the room and adds a tutor with the keyboard alone', async ({ as, lab }) => {
  const mona = await as('mona');
  await mona.goto(`/labs/${lab.id}/manage?tab=settings`);
  const hours = mona.getByRole('form', { name: 'Weekly hours' });
  await pressOn(mona, hours.getByRole('button', { name: 'Add hours' }));
  const first = hours.getByRole('group', { name: 'Hours 1' });
  await expect(first.getByLabel('Day')).toBeFocused();
  await mona.keyboard.type('Wed');
  await expect(first.getByLabel('Day')).toHaveValue('wednesday');
  await mona.keyboard.press('Tab');
  await mona.keyboard.type('0200PM');
  await expect(first.getByLabel('Opens')).toHaveValue('14:00');
  await tabTo(mona, first.getByLabel('Closes'));
  await mona.keyboard.type('0400PM');
  await expect(first.getByLabel('Closes')).toHaveValue('16:00');
  await pressOn(mona, hours.getByRole('button', { name: 'Save hours' }));
  await expect(mona.getByText('The weekly hours are saved.')).toBeVisible();
  await expect(hours.getByRole('button', { name: 'Save hours' })).toBeFocused();
  await pressOn(mona, first.getByRole('button', { name: 'Remove hours 1' }));
  await expect(first).toBeHidden();
  await expectFocusKept(mona);

  const map = mona.getByRole('form', { name: 'Map of the room' });
  const plan = map.getByRole('textbox', { name: 'PC numbers, row by row' });
  await tabTo(mona, plan);
  await mona.keyboard.type('1 2 . 3');
  await mona.keyboard.press('Enter');
  await mona.keyboard.type('4 5 . 6');
  await expect(map.getByRole('img', { name: 'Map of the room with 6 seats' })).toBeVisible();
  await pressOn(mona, map.getByRole('button', { name: 'Save map' }));
  await expect(mona.getByText('The map is saved.')).toBeVisible();
  await expect(map.getByRole('button', { name: 'Save map' })).toBeFocused();

  await tabTo(mona, mona.getByRole('tab', { name: 'Settings' }));
  await mona.keyboard.press('ArrowLeft');
  const members = mona.getByRole('form', { name: 'Add somebody' });
  await tabTo(mona, members.getByLabel('Username'));
  await picture(mona, 'keyboard-members');
  const dialog = mona.getByRole('dialog');
  await pressOn(mona, mona.getByRole('button', { name: /^Remove Tina/ }));
  await pressOn(mona, dialog.getByRole('button', { name: /^Remove Tina/ }));
  await expect(dialog).toBeHidden();
  await expect(mona.getByRole('row', { name: /Tina/ })).toHaveCount(0);
  await expectFocusKept(mona);
  await tabTo(mona, members.getByLabel('Username'));
  await mona.keyboard.type('tina');
  await mona.keyboard.press('Enter');
  await expect(mona.getByRole('row', { name: /Tina.*Tutor/ })).toBeVisible();
  await expectFocusKept(mona);
});
