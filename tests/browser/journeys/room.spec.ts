import AxeBuilder from '@axe-core/playwright';
import { ask, expect, newPage, picture, test } from '../support/test';

test('a screen in the room shows numbers and PCs, live and without names', async ({ as, apiAs, lab }) => {
  const mona = await as('mona', { viewport: { width: 1280, height: 720 }, colorScheme: 'dark' });
  await mona.goto(`/labs/${lab.id}/wall`);
  await expect(mona.getByText('Ask for help: the queue is open')).toBeVisible();
  await ask(await apiAs('sam'), lab, '14', 'My loop never ends');
  const second = await ask(await apiAs('sue'), lab, '7', 'Where do I begin?');
  const waiting = mona.getByRole('list', { name: 'Waiting' });
  await expect(waiting).toContainText('PC 14');
  await expect(waiting.getByRole('listitem').nth(1)).toHaveText(/2\s*PC 7/);
  await expect(mona.locator('body')).not.toContainText(/Sam|Sue|loop|begin/);
  await picture(mona, 'wall');
  const tom = await apiAs('tom');
  await tom.post(`/api/v1/requests/${second}/accept`);
  await expect(mona.getByRole('list', { name: 'Being helped' })).toHaveText('PC 7');
  const { violations } = await new AxeBuilder({ page: mona }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
});

test('a code at a seat signs in, joins and fills in the PC', async ({ as, lab, browser }) => {
  const mona = await as('mona');
  await mona.goto(`/labs/${lab.id}/manage?tab=settings`);
  await mona.getByRole('link', { name: 'Codes for the seats' }).click();
  await mona.getByLabel('PC numbers').fill('9-1');
  await mona.getByRole('button', { name: 'Show codes' }).click();
  await expect(mona.getByText('9-1: the first number is larger than the last.')).toBeVisible();
  await mona.getByLabel('PC numbers').fill('1-12, Window');
  await mona.getByRole('button', { name: 'Show codes' }).click();
  await expect(mona.getByRole('list', { name: 'Codes' }).getByRole('listitem')).toHaveCount(13);
  await picture(mona, 'seat-codes');
  const { violations } = await new AxeBuilder({ page: mona }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  await mona.goto(`/labs/${lab.id}/manage?tab=settings`);
  const link = await mona.getByText(/\/join\//).first().innerText();

  const guest = await newPage(browser, { viewport: { width: 390, height: 844 } });
  await guest.goto(`${link}?seat=12`);
  await expect(guest.getByText('Please log in to continue.')).toBeVisible();
  await guest.getByRole('main').getByRole('link', { name: 'Register' }).click();
  const username = `seat${Date.now().toString(36)}`;
  await guest.getByLabel('Username').fill(username);
  await guest.getByLabel('E-mail').fill(`${username}@example.org`);
  await guest.getByRole('textbox', { name: 'Password', exact: true }).fill('a-long-enough-pass-word-7');
  await guest.getByRole('textbox', { name: 'Repeat the password' }).fill('a-long-enough-pass-word-7');
  await guest.getByRole('button', { name: 'Register' }).click();
  await guest.getByRole('button', { name: 'Join' }).click();
  await expect(guest.getByLabel('PC number')).toHaveValue('12');
  await guest.context().close();
});
