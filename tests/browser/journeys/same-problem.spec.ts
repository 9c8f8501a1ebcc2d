import AxeBuilder from '@axe-core/playwright';
import { ask, expect, picture, setRules, test } from '../support/test';

const phone = { viewport: { width: 390, height: 844 } };

test('students with the same problem wait together, and one visit serves all', async ({ as, lab }) => {
  const mona = await as('mona');
  await mona.goto(`/labs/${lab.id}/manage?tab=settings`);
  await mona.getByRole('switch', { name: 'Same problem' }).focus();
  await mona.keyboard.press('Space');
  await mona.getByRole('button', { name: 'Save rules' }).click();
  await expect(mona.getByText('The queue is run so from now on.')).toBeVisible();

  const sam = await as('sam', phone);
  await sam.goto(`/labs/${lab.id}?seat=14`);
  await sam.getByLabel('What do you need help with?').fill('error[E0499] in exercise 3');
  await sam.getByRole('checkbox', { name: 'Others with the same problem may wait with me' }).check();
  await picture(sam, 'student-shares');
  await sam.getByRole('button', { name: 'Ask for help' }).click();
  await expect(sam.getByTestId('position')).toHaveText('1');

  const sue = await as('sue', { ...phone, colorScheme: 'dark' });
  await sue.goto(`/labs/${lab.id}`);
  const others = sue.getByRole('list', { name: 'What others wait with' });
  await expect(others).toContainText('error[E0499] in exercise 3');
  await expect(sue.locator('body')).not.toContainText('Sam Student');
  const { violations } = await new AxeBuilder({ page: sue }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  await others.getByRole('button', { name: /Same problem/ }).click();
  await sue.getByRole('dialog').getByLabel('PC number').fill('3');
  await picture(sue, 'student-joins');
  await sue.getByRole('dialog').getByRole('button', { name: 'Wait along' }).click();
  await expect(sue.getByTestId('position')).toHaveText('1');
  await expect(sue.getByText('Sam Student, PC 14')).toBeVisible();
  await expect(sam.getByText('Sue Student, PC 3')).toBeVisible();
  await picture(sue, 'student-waits-along');

  const tom = await as('tom', phone);
  await tom.goto(`/labs/${lab.id}/queue`);
  await expect(tom.getByRole('list', { name: 'Same problem' })).toHaveText('PC 3, Sue Student');
  await tom.getByRole('button', { name: 'Accept PC 14' }).click();
  await expect(sue.getByTestId('helper')).toHaveText('Tom Tutor is coming to PC 3.');
  await expect(sam.getByTestId('helper')).toHaveText('Tom Tutor is coming to PC 14.');
  await picture(tom, 'tutor-helps-two');
  await tom.getByRole('button', { name: 'Complete' }).click();
  for (const page of [sam, sue]) {
    const own = page.getByRole('list', { name: 'Your requests' }).getByRole('listitem').first();
    await expect(own).toContainText('error[E0499] in exercise 3');
  }
});

test('who waits along keeps the place when who asked gives up', async ({ as, apiAs, lab }) => {
  await setRules(await apiAs('mona'), lab, { same_problem: true });
  const samApi = await apiAs('sam');
  const id = await ask(samApi, lab, '14', 'Which loop?');
  const shared = { seat: '14', description: 'Which loop?', shared: true };
  await samApi.patch(`/api/v1/requests/${id}`, { data: shared });
  const sueApi = await apiAs('sue');
  await sueApi.post(`/api/v1/requests/${id}/join`, { data: { seat: '3' } });

  const sam = await as('sam');
  await sam.goto(`/labs/${lab.id}`);
  const sue = await as('sue');
  await sue.goto(`/labs/${lab.id}`);
  await expect(sue.getByRole('button', { name: 'Leave' })).toBeVisible();
  await expect(sue.getByRole('button', { name: 'Edit' })).toBeHidden();
  await sam.getByRole('button', { name: 'I solved it myself' }).click();
  await expect(sam.getByRole('dialog')).toContainText('Those who wait along keep the place');
  await sam.getByRole('button', { name: 'Yes, I solved it' }).click();
  await expect(sam.getByRole('form', { name: 'Ask for help' })).toBeVisible();
  await expect(sue.getByRole('button', { name: 'Edit' })).toBeVisible();
  await expect(sue.getByTestId('position')).toHaveText('1');
  await expect(sue.getByText('PC 3', { exact: true }).first()).toBeVisible();
});
