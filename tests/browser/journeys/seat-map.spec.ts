import AxeBuilder from '@axe-core/playwright';
import { ask, expect, json, picture, test } from '../support/test';

test('a manager draws the room, and tutors see on it who needs help', async ({ as, apiAs, lab }) => {
  const mona = await as('mona');
  await mona.goto(`/labs/${lab.id}/manage?tab=settings`);
  const form = mona.getByRole('form', { name: 'Map of the room' });
  await form.getByRole('textbox', { name: 'Rows', exact: true }).fill('2');
  await form.getByLabel('PCs in a row').fill('3');
  await form.getByRole('button', { name: 'Fill in' }).click();
  const plan = form.getByRole('textbox', { name: 'PC numbers, row by row' });
  await expect(plan).toHaveValue('1 2 3\n4 5 6');
  await plan.fill('1 2 . 3 14\n4 5 . 6 1');
  await form.getByRole('button', { name: 'Save map' }).click();
  await expect(form.getByText('PC 1 is there twice.')).toBeVisible();
  await plan.fill('1 2 . 3 14\n4 5 . 6 7');
  await expect(form.getByRole('img', { name: 'Map of the room with 8 seats' })).toBeVisible();
  await form.getByRole('button', { name: 'Save map' }).click();
  await expect(mona.getByText('The map is saved.')).toBeVisible();
  await picture(mona, 'seat-map-editor');

  await mona.goto(`/labs/${lab.id}/seats`);
  await expect(mona.getByLabel('PC numbers')).toHaveValue('1, 2, 3, 14, 4, 5, 6, 7');

  const id = await ask(await apiAs('sam'), lab, '14', 'My loop never ends');
  await ask(await apiAs('sue'), lab, '4', 'Where do I begin?');
  const tom = await as('tom', { viewport: { width: 390, height: 844 } });
  await tom.goto(`/labs/${lab.id}/queue`);
  await expect(
    tom.getByRole('img', { name: 'Map of the room with 8 seats: PC 14 waits as number 1, PC 4 waits as number 2' }),
  ).toBeVisible();
  await json((await apiAs('tina')).post(`/api/v1/requests/${id}/accept`));
  await expect(
    tom.getByRole('img', { name: 'Map of the room with 8 seats: PC 4 waits as number 1, PC 14 is being helped' }),
  ).toBeVisible();
  await picture(tom, 'tutor-room');
  for (const page of [mona, tom]) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id: rule, nodes }) => [rule, nodes.map((node) => node.html)])).toEqual([]);
  }
});
