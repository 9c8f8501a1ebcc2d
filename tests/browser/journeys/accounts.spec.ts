import { address, expect, newPage, password, picture, test } from '../support/test';

test('registering names every bad field where it stands and moves there', async ({ page }) => {
  await page.goto('/register');
  await page.getByLabel('Username').fill('x');
  await page.getByLabel('E-mail').fill('not an address');
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill('short');
  await page.getByRole('textbox', { name: 'Repeat the password' }).fill('other');
  await page.getByRole('button', { name: 'Register' }).click();
  for (const field of [
    page.getByLabel('Username'),
    page.getByLabel('E-mail'),
    page.getByRole('textbox', { name: 'Password', exact: true }),
    page.getByRole('textbox', { name: 'Repeat the password' }),
  ]) {
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(/\w+/);
  }
  await expect(page.getByLabel('Username')).toBeFocused();
  await picture(page, 'register-with-errors');
});

test('a wrong login is told in one sentence and nothing more', async ({ page }) => {
  await page.goto('/login');
  await page.getByLabel('Username or e-mail').fill('sam');
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong-password');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toHaveText('Invalid username or password.');
  await picture(page, 'wrong-login');
});

test('a restricted page without login leads home, and after login on to where one wanted to go', async ({ page }) => {
  await page.goto('/sessions');
  await expect(page.getByText('Please log in to continue.', { exact: true })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/');
  await picture(page, 'please-log-in');
  await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
  await page.getByLabel('Username or e-mail').fill('sue');
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible();
  await picture(page, 'sessions');
});

test('an unknown address shows a 404 page with a way home', async ({ page }) => {
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('404');
  await picture(page, 'not-found');
  await page.getByRole('link', { name: 'Go to the home page' }).click();
  await expect(page.getByRole('main').getByRole('link', { name: 'Register' })).toBeVisible();
});

test('a session that was ended elsewhere is not renewed, and leads home', async ({ browser }) => {
  // An account of its own, so that nobody else's session is ended.
  const username = `twice${Date.now().toString(36)}`;
  const kept = await newPage(browser);
  const registered = await kept.request.post('/api/v1/accounts', {
    data: { username, email: `${username}@example.org`, password, password_confirmation: password },
    headers: { origin: address() },
  });
  expect(registered.status(), await registered.text()).toBe(201);
  const ended = await newPage(browser);
  await ended.goto('/login?next=/sessions');
  await ended.getByLabel('Username or e-mail').fill(username);
  await ended.getByRole('textbox', { name: 'Password' }).fill(password);
  await ended.getByRole('button', { name: 'Log in' }).click();
  await expect(ended.getByText('This session', { exact: true })).toBeVisible();

  await kept.goto('/sessions');
  await kept.getByRole('button', { name: /^End the session on/ }).click();
  await kept.getByRole('dialog').getByRole('button', { name: 'End the session' }).click();
  await expect(kept.getByRole('button', { name: /^End the session on/ })).toHaveCount(0);
  await expect(kept.getByText('This session', { exact: true })).toBeVisible();

  // The access token lives on for some minutes; this is the moment it has run out.
  await ended.context().clearCookies({ name: 'handup_access' });
  await ended.getByRole('link', { name: 'Notifications' }).click();
  await expect(ended.getByText('Please log in to continue.', { exact: true })).toBeVisible();
  for (const page of [kept, ended]) await page.context().close();
});
