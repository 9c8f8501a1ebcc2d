import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ask, expect, json, newPage, picture, setRules, tabTo, test } from '../support/test';

test('help is asked for with the keyboard alone', async ({ as, lab }) => {
  const page = await as('sam');
  await page.goto('/dashboard');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Hello');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: `Ask for help in ${lab.name}` }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel('PC number'));
  await page.keyboard.type('14');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Only a keyboard here');
  await tabTo(page, page.getByRole('button', { name: 'Ask for help' }));
  await picture(page, 'keyboard-focus');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('position')).toHaveText('1');
  await tabTo(page, page.getByRole('button', { name: 'Cancel request' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Cancel request' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Cancel the request' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Ask for help' })).toBeVisible();
});

for (const width of [320, 390]) {
  test(`the tutor's page fits a phone of ${width} pixels`, async ({ as, apiAs, lab }) => {
    const long = 'A description that is long, with aVeryLongIdentifierThatNobodyWouldEverWriteButSomebodyAlwaysDoes in it';
    await ask(await apiAs('sam'), lab, '14', long, 'Functions');
    await ask(await apiAs('sue'), lab, 'B-204/17', 'Another one');
    const tutor = await as('tom', { viewport: { width, height: 720 } });
    await tutor.goto(`/labs/${lab.id}/queue`);
    await expect(tutor.getByRole('heading', { name: 'Waiting: 2' })).toBeVisible();
    await expectNoSideways(tutor);
    await picture(tutor, `tutor-${width}-queue`);
    await tutor.getByRole('button', { name: 'Take next' }).click();
    await expect(tutor.getByRole('button', { name: 'Complete' })).toBeVisible();
    await tutor.getByRole('button', { name: 'Add a note or topic' }).click();
    await expectNoSideways(tutor);
    for (const button of await tutor.getByRole('main').getByRole('button').all()) {
      const box = await button.boundingBox();
      const name = await button.innerText();
      if (name === 'What happened') continue;
      expect(box?.height ?? 0, `height of "${name}"`).toBeGreaterThanOrEqual(44);
    }
    await picture(tutor, `tutor-${width}-helping`);
    await tutor.getByRole('button', { name: 'Cannot find' }).click();
    await tutor.getByRole('dialog').getByRole('button', { name: 'Nobody is there' }).click();
    await expect(tutor.getByRole('heading', { name: 'Waiting: 1' })).toBeVisible();
    await expect(tutor.getByRole('button', { name: 'Complete' })).toBeHidden();
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no screen for guests breaks the accessibility rules in ${colorScheme}`, async ({ browser }) => {
    const page = await newPage(browser, { colorScheme });
    const screens: Record<string, string> = {
      home: '/',
      'please-log-in': '/dashboard',
      about: '/about',
      register: '/register',
      'log-in': '/login',
      'not-found': '/no/such/page',
    };
    for (const [name, path] of Object.entries(screens)) {
      await page.goto(path);
      await expectAccessible(page, `${name}-${colorScheme}`);
    }
    await page.goto('/login');
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page.getByLabel('Username or e-mail')).toBeFocused();
    await expectAccessible(page, `log-in-errors-${colorScheme}`);
    await page.context().close();
  });

  test(`no screen for members breaks the accessibility rules in ${colorScheme}`, async ({ as, apiAs, lab }) => {
    // Some twenty screens, each looked at whole.
    test.setTimeout(240_000);
    const queue = `/labs/${lab.id}/queue`;
    const student = await as('sam', { colorScheme });
    const tutor = await as('tom', { colorScheme });
    const manager = await as('mona', { colorScheme });
    await student.goto('/dashboard');
    await expectAccessible(student, `dashboard-student-${colorScheme}`);
    await student.goto(`/labs/${lab.id}/ask`);
    await expect(student.getByLabel('PC number')).toBeVisible();
    await expectAccessible(student, `ask-${colorScheme}`);
    await ask(await apiAs('sam'), lab, '14', 'An example', 'Loops');
    await ask(await apiAs('sue'), lab, '15', 'Another example');
    await expect(student.getByTestId('position')).toHaveText('1');
    await expectAccessible(student, `waiting-${colorScheme}`);
    await tutor.goto(queue);
    await expect(tutor.getByRole('heading', { name: 'Waiting: 2' })).toBeVisible();
    await expectAccessible(tutor, `queue-${colorScheme}`);
    await tutor.getByRole('button', { name: 'Take next' }).click();
    await expect(student.getByTestId('helper')).toBeVisible();
    await expectAccessible(student, `coming-${colorScheme}`);
    await tutor.getByRole('button', { name: 'Add a note or topic' }).click();
    await expectAccessible(tutor, `helping-${colorScheme}`);
    await tutor.getByRole('button', { name: 'Put back' }).click();
    await expect(tutor.getByRole('dialog')).toBeVisible();
    await expectAccessible(tutor, `put-back-${colorScheme}`);
    await tutor.keyboard.press('Escape');
    await tutor.getByRole('button', { name: 'Complete' }).click();
    await expect(tutor.getByRole('list', { name: 'Requests you helped with' })).toBeVisible();
    await expectAccessible(tutor, `tutor-history-${colorScheme}`);
    for (const [name, path] of Object.entries({ join: '/join', notifications: '/notifications', sessions: '/sessions' })) {
      await student.goto(path);
      await expect(student.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(student, `${name}-${colorScheme}`);
    }
    await manager.goto('/dashboard');
    await expectAccessible(manager, `dashboard-manager-${colorScheme}`);
    await manager.goto(`/labs/${lab.id}/manage`);
    await expect(manager.getByRole('table')).toBeVisible();
    await expect(manager.locator('.recharts-bar-rectangle path').first()).toBeVisible();
    await expectAccessible(manager, `manage-${colorScheme}`);
    await manager.getByRole('tab', { name: 'Members' }).click();
    await expect(manager.getByRole('table')).toBeVisible();
    await expectAccessible(manager, `members-${colorScheme}`);
    await manager.getByRole('tab', { name: 'Settings' }).click();
    await expect(manager.getByRole('button', { name: 'Copy the code' })).toBeVisible();
    await expectAccessible(manager, `settings-${colorScheme}`);
    await setRules(await apiAs('mona'), lab, { mode: 'push' });
    await tutor.getByRole('switch', { name: 'Not available' }).check();
    await expect(tutor.getByRole('region', { name: 'Can you help?' })).toBeVisible();
    await expectAccessible(tutor, `offer-${colorScheme}`);
    await manager.getByRole('tab', { name: 'Record' }).click();
    await expect(manager.getByRole('region', { name: 'Who was asked' }).getByRole('table')).toBeVisible();
    await expectAccessible(manager, `record-${colorScheme}`);
    await manager.goto('/labs/new');
    await expect(manager.getByLabel('Room')).toBeVisible();
    await expectAccessible(manager, `create-lab-${colorScheme}`);
    await json((await apiAs('sue')).get('/api/v1/me'));
  });
}

/** Checks the rules of WCAG 2.2 A and AA that a program can check. */
async function expectAccessible(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/^Loading/)).toHaveCount(0);
  await expect(page).toHaveTitle(/Handup/);
  // Half-faded colours have no contrast that could be judged.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
  await picture(page, `screens/${name}`);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => `${node.html} ${node.failureSummary}`) }));
  expect(found, name).toEqual([]);
}

async function expectNoSideways(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, 'pixels wider than the screen').toBe(0);
}
