import { ask, expect, json, picture, test } from '../support/test';

test('a tutor hands a request over with a note, and all three are told', async ({ as, apiAs, lab }) => {
  const asked = await ask(await apiAs('sam'), lab, '14', 'My loop never ends');
  await json((await apiAs('tom')).post(`/api/v1/requests/${asked}/accept`));
  const phone = { viewport: { width: 390, height: 844 } };
  const sam = await as('sam', phone);
  await sam.goto(`/labs/${lab.id}`);
  const tom = await as('tom', phone);
  await tom.goto(`/labs/${lab.id}/queue`);
  const helping = tom.getByRole('region', { name: 'You are helping at PC 14' });
  await expect(helping.getByRole('button', { name: 'Hand over' })).toBeDisabled();
  const tina = await as('tina', phone);
  await tina.goto(`/labs/${lab.id}/queue`);

  await helping.getByRole('button', { name: 'Hand over' }).click();
  const dialog = tom.getByRole('dialog');
  await expect(dialog.getByLabel('Who goes on?')).toHaveText(/Tina/);
  await dialog.getByLabel('Note (optional)').fill('The projector cable is loose.');
  await picture(tom, 'tutor-hands-over');
  await dialog.getByRole('button', { name: 'Hand over' }).click();

  await expect(helping).toBeHidden();
  await expect(tina.getByRole('region', { name: 'You are helping at PC 14' })).toBeVisible();
  await expect(sam.getByTestId('helper')).toHaveText(/Tina.* is coming to PC 14\./);
  await picture(tina, 'tutor-takes-over');
  await tina.goto('/notifications');
  await expect(tina.getByText(/asks you to go on at PC 14\. They wrote: “The projector cable is loose\.”/)).toBeVisible();
});
