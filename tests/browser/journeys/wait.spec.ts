import { ask, expect, json, picture, test } from '../support/test';

test('a student reads how long it will probably take, and the manager how often that held', async ({ as, apiAs, lab }) => {
  const tom = await as('tom', { viewport: { width: 390, height: 844 } });
  await tom.goto(`/labs/${lab.id}/queue`);
  const tomApi = await apiAs('tom');
  await json(tomApi.put(`/api/v1/labs/${lab.id}/availability`, { data: { available: true } }));
  const sues = await ask(await apiAs('sue'), lab, '5', 'First in line');

  const sam = await as('sam', { viewport: { width: 390, height: 844 } });
  await sam.goto(`/labs/${lab.id}?seat=14`);
  await sam.getByLabel('What do you need help with?').fill('My loop never ends');
  await sam.getByRole('button', { name: 'Ask for help' }).click();
  await expect(sam.getByText('1 person is ahead of you.')).toBeVisible();
  await expect(sam.getByTestId('expected-wait')).toHaveText(/^Help probably comes (in \d+ to|within) \d+ minutes\./);
  await picture(sam, 'student-expected-wait');

  await json(tomApi.post(`/api/v1/requests/${sues}/accept`));
  await json(tomApi.post(`/api/v1/requests/${sues}/complete`, { data: {} }));
  await tom.getByRole('button', { name: 'Accept PC 14' }).click();
  await expect(sam.getByTestId('helper')).toHaveText(/is coming to PC 14/);
  const mona = await as('mona');
  await mona.goto(`/labs/${lab.id}/manage`);
  await expect(mona.getByText(/^\d+ % of \d+$/)).toBeVisible();
  await picture(mona, 'manager-expected-waits');
});
