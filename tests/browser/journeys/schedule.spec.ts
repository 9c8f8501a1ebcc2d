import { expect, picture, test } from '../support/test';

test('a manager sets weekly hours, and a student reads when the queue opens', async ({ as, lab }) => {
  const mona = await as('mona');
  await mona.goto(`/labs/${lab.id}/manage?tab=settings`);
  const form = mona.getByRole('form', { name: 'Weekly hours' });
  await expect(form).toContainText('by the clock of Europe/Berlin');
  await form.getByRole('button', { name: 'Add hours' }).click();
  const first = form.getByRole('group', { name: 'Hours 1' });
  await first.getByLabel('Day').selectOption('Wednesday');
  await first.getByLabel('Opens').fill('14:00');
  await first.getByLabel('Closes').fill('13:00');
  await form.getByRole('button', { name: 'Save hours' }).click();
  await expect(first.getByText('Closing must be later than opening')).toBeVisible();
  await expect(first.getByLabel('Closes')).toBeFocused();
  await first.getByLabel('Closes').fill('00:00');
  await form.getByRole('button', { name: 'Add hours' }).click();
  await form.getByRole('group', { name: 'Hours 2' }).getByLabel('Day').selectOption('Wednesday');
  await picture(mona, 'manager-schedule');
  await form.getByRole('button', { name: 'Save hours' }).click();
  await expect(mona.getByText('The weekly hours are saved.')).toBeVisible();
  await mona.reload();
  await expect(form.getByRole('group', { name: 'Hours 1' }).getByLabel('Opens')).toHaveValue('10:00');
  await expect(form.getByRole('group', { name: 'Hours 2' }).getByLabel('Closes')).toHaveValue('00:00');
  await form.getByRole('button', { name: 'Remove hours 1' }).click();
  await form.getByRole('button', { name: 'Save hours' }).click();

  const sam = await as('sam', { viewport: { width: 390, height: 844 } });
  await sam.goto(`/labs/${lab.id}`);
  await mona.getByRole('button', { name: 'Close queue' }).click();
  await mona.getByRole('dialog').getByRole('button', { name: 'Close the queue' }).click();
  await expect(sam.getByText(/Opens by itself Wed \d+ \w+, 14:00\./)).toBeVisible();
  await picture(sam, 'student-closed');

  await mona.goto(`/labs/${lab.id}/manage?tab=record`);
  await expect(mona.getByText('Wednesday 14:00–24:00; who waits keeps the place', { exact: true })).toBeVisible();
});
