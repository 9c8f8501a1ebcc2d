import { ask, expect, json, picture, test } from '../support/test';

test('a notification is shown as it comes, counted, listed, and marked as read', async ({ as, apiAs, lab }) => {
  const student = await as('stan');
  await student.goto('/notifications');
  await expect(student.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible();
  await ask(await apiAs('stan'), lab, '9', 'Tell me when you come');
  const tom = await apiAs('tom');
  await json(tom.post(`/api/v1/labs/${lab.id}/take-next`));

  await expect(student.getByRole('alert')).toContainText('Tom Tutor');
  await expect(student.getByRole('link', { name: /Notifications, \d+ unread/ })).toBeVisible();
  const newest = student.getByRole('list', { name: 'Notifications' }).getByRole('listitem').first();
  await expect(newest).toContainText('Tom Tutor');
  await expect(newest).toContainText('New');
  await picture(student, 'notifications');

  const other = await as('stan');
  await other.goto('/dashboard');
  await expect(other.getByRole('link', { name: /Notifications, \d+ unread/ })).toBeVisible();
  await student.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(student.getByRole('link', { name: 'Notifications', exact: true })).toBeVisible();
  await expect(newest).not.toContainText('New');
  // The other tab of the same person follows.
  await expect(other.getByRole('link', { name: 'Notifications', exact: true })).toBeVisible();
  await student.reload();
  await expect(student.getByRole('button', { name: 'Mark all as read' })).toBeDisabled();
});

test('closing the queue reaches the students at once, and opening it again too', async ({ as, lab }) => {
  const student = await as('sue');
  await student.goto(`/labs/${lab.id}/ask`);
  await expect(student.getByRole('button', { name: 'Ask for help' })).toBeVisible();
  const tutor = await as('tom');
  await tutor.goto(`/labs/${lab.id}/queue`);
  await tutor.getByRole('button', { name: 'Close queue' }).click();
  await tutor.getByRole('dialog').getByRole('button', { name: 'Close the queue' }).click();
  await expect(student.getByText('The queue is closed.')).toBeVisible();
  await picture(student, 'queue-closed');
  await tutor.getByRole('button', { name: 'Open queue' }).click();
  await expect(student.getByRole('button', { name: 'Ask for help' })).toBeVisible();
});

test('a tutor’s availability is seen by the manager as it changes', async ({ as, lab }) => {
  const manager = await as('mona');
  await manager.goto(`/labs/${lab.id}/manage`);
  const available = manager.getByTestId('count-available');
  await expect(available).toHaveText('0');
  const tutor = await as('tina');
  await tutor.goto(`/labs/${lab.id}/queue`);
  const toggle = tutor.getByRole('switch', { name: /vailable/ });
  await toggle.check();
  await expect(available).toHaveText('1');
  await toggle.uncheck();
  await expect(available).toHaveText('0');
});

test('a student who finds the answer says so, and the tutor’s list follows', async ({ as, lab }) => {
  const tutor = await as('tom');
  await tutor.goto(`/labs/${lab.id}/queue`);
  await expect(tutor.getByText('Nobody is waiting.')).toBeVisible();
  const student = await as('sam');
  await student.goto(`/labs/${lab.id}/ask?seat=3`);
  await student.getByLabel('What do you need help with?').fill('Solved in a minute');
  await student.getByLabel('Topic (optional)').selectOption('Loops');
  await student.getByRole('button', { name: 'Ask for help' }).click();
  await expect(tutor.getByRole('list', { name: 'Waiting' })).toContainText('Loops');
  await tutor.getByLabel('Show topic').selectOption('Functions');
  await expect(tutor.getByText('Nobody waits with Functions.')).toBeVisible();
  await tutor.getByLabel('Show topic').selectOption('Loops');
  await expect(tutor.getByRole('button', { name: 'Take next in Loops' })).toBeEnabled();
  await student.getByRole('button', { name: 'I solved it myself' }).click();
  await student.getByRole('dialog').getByRole('button', { name: 'Yes, I solved it' }).click();
  await expect(student.getByRole('list', { name: 'Your requests' })).toContainText('solved without help');
  await expect(tutor.getByRole('list', { name: 'Waiting' })).toBeHidden();
  // The PC number is remembered for the next time.
  await student.goto(`/labs/${lab.id}/ask`);
  await expect(student.getByLabel('PC number')).toHaveValue('3');
});
