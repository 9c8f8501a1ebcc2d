import { ask, expect, json, picture, setRules, test } from '../support/test';

test('a student keeps the turn while away, and the reason for the place is said', async ({ as, apiAs, lab }) => {
  await ask(await apiAs('sue'), lab, '5', 'First in line');
  const sam = await as('sam', { viewport: { width: 390, height: 844 } });
  await sam.goto(`/labs/${lab.id}?seat=14`);
  await sam.getByLabel('What do you need help with?').fill('My loop never ends');
  await sam.getByRole('button', { name: 'Ask for help' }).click();
  await expect(sam.getByText('1 person is ahead of you.')).toBeVisible();
  const sue = await as('sue');
  await sue.goto(`/labs/${lab.id}`);
  await sue.getByRole('button', { name: 'Not now, keep my turn' }).click();
  await sue.getByLabel('For how long?').selectOption('5 minutes');
  await picture(sue, 'student-holds');
  await sue.getByRole('button', { name: 'Keep my turn', exact: true }).click();
  await expect(sue.getByText(/You keep your place\. Nobody calls you for 4 min/)).toBeVisible();
  await expect(sam.getByText('1 person is ahead of you; this one asked to be called later.')).toBeVisible();
  await picture(sam, 'student-reason');

  const tom = await as('tom');
  await tom.goto(`/labs/${lab.id}/queue`);
  await expect(tom.getByText(/Asked to be called later, in/)).toBeVisible();
  await tom.getByRole('button', { name: 'Take next' }).click();
  await expect(tom.getByRole('region', { name: 'You are helping at PC 14' })).toBeVisible();
  await sue.getByRole('button', { name: 'I am back' }).click();
  await expect(sue.getByRole('button', { name: 'Not now, keep my turn' })).toBeVisible();
  await expect(tom.getByText(/Asked to be called later, in/)).toBeHidden();
});

test('a break, an announcement and the end of a session reach those who wait', async ({ as, lab }) => {
  const sam = await as('sam');
  await sam.goto(`/labs/${lab.id}?seat=14`);
  await sam.getByLabel('What do you need help with?').fill('My loop never ends');
  await sam.getByRole('button', { name: 'Ask for help' }).click();
  await expect(sam.getByTestId('position')).toHaveText('1');
  const tom = await as('tom', { viewport: { width: 390, height: 844 } });
  await tom.goto(`/labs/${lab.id}/queue`);

  await tom.getByRole('button', { name: 'Pause' }).click();
  await expect(sam.getByText('The tutors take a break', { exact: true }).first()).toBeVisible();
  await expect(tom.getByRole('button', { name: 'Accept PC 14' })).toBeHidden();
  await picture(sam, 'student-pause');
  await tom.getByRole('button', { name: 'End the break' }).click();
  await expect(tom.getByRole('button', { name: 'Accept PC 14' })).toBeVisible();

  await tom.getByRole('button', { name: 'Announce' }).click();
  await tom.getByRole('textbox', { name: 'Announcement' }).fill('<b>Exercise 3</b> has a typo.');
  await tom.getByRole('dialog').getByRole('button', { name: 'Announce' }).click();
  const words = sam.getByRole('status').filter({ hasText: 'says' });
  await expect(words).toContainText('<b>Exercise 3</b> has a typo.');
  await picture(sam, 'student-announcement');

  await tom.getByRole('button', { name: 'Close queue' }).click();
  await tom.getByRole('radio', { name: /are sent home/ }).check();
  await picture(tom, 'tutor-closes');
  await tom.getByRole('dialog').getByRole('button', { name: 'Close the queue' }).click();
  await expect(sam.getByText('The queue is closed.')).toBeVisible();
  const own = sam.getByRole('list', { name: 'Your requests' }).getByRole('listitem').first();
  await expect(own).toContainText('the queue closed before its turn');
  await picture(sam, 'student-sent-home');
});

test('staff let somebody go first, and who comes back is behind who was not helped yet', async ({ as, apiAs, lab }) => {
  await setRules(await apiAs('mona'), lab, { order: 'first_help_first' });
  const tomApi = await apiAs('tom');
  const first = await ask(await apiAs('sam'), lab, '1', 'Once');
  await json(tomApi.post(`/api/v1/requests/${first}/accept`));
  await json(tomApi.post(`/api/v1/requests/${first}/complete`, { data: {} }));
  await ask(await apiAs('sam'), lab, '1', 'Again');
  await ask(await apiAs('sue'), lab, '2', 'For the first time');
  const sam = await as('sam');
  await sam.goto(`/labs/${lab.id}`);
  await expect(
    sam.getByText('1 person is ahead of you; this one asks for the first time in this session.'),
  ).toBeVisible();

  const tom = await as('tom');
  await tom.goto(`/labs/${lab.id}/queue`);
  const waiting = tom.getByRole('list', { name: 'Waiting' }).getByRole('listitem');
  await expect(waiting.first()).toContainText('PC 2');
  await tom.getByRole('button', { name: 'Let PC 1 go first' }).click();
  await tom.getByLabel('Reason (optional)').fill('The bus leaves in ten minutes.');
  await tom.getByRole('dialog').getByRole('button', { name: 'Let go first' }).click();
  await expect(waiting.first()).toContainText('PC 1');
  await expect(sam.getByTestId('position')).toHaveText('1');
});
