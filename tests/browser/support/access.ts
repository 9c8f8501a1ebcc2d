// What every screen owes to those who use a keyboard, a phone, a screen reader or a dark room.
import AxeBuilder from '@axe-core/playwright';
import { type Locator, type Page, expect } from '@playwright/test';
import { picture } from './test';

/** Smallest height of what a thumb presses, in pixels. */
const thumb = 44;

/** Checks the rules of WCAG 2.2 A and AA that a program can check. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
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

export async function expectNoSideways(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, 'pixels wider than the screen').toBe(0);
}

/** Checks that a thumb can hit each button there, and that its words are not cut off. */
export async function expectForThumbs(part: Locator): Promise<void> {
  for (const button of await part.getByRole('button').all()) {
    const name = await button.innerText();
    // Neither needs a sure hand: the details of what is over, and the sign in a field that shows the password.
    if (name === 'What happened' || (await button.getAttribute('aria-pressed')) !== null) continue;
    const box = await button.boundingBox();
    expect(box?.height ?? 0, `height of "${name}"`).toBeGreaterThanOrEqual(thumb);
    const missing = await button.evaluate((element) =>
      Math.max(0, ...[...element.querySelectorAll('span')].map((part) => part.scrollWidth - part.clientWidth)),
    );
    expect(missing, `pixels cut off "${name}"`).toBe(0);
  }
}

/** Presses Tab until the control is reached, as somebody without a mouse would, and sees that it is marked. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  await expect(control).toBeEnabled();
  for (let presses = 0; presses < 80; presses += 1) {
    const focus = await control.evaluate((element) => ({
      here: element === document.activeElement,
      marked: element.matches(':focus-visible'),
    }));
    if (focus.here) {
      expect(focus.marked, 'the control in focus is marked').toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`80 presses of Tab did not reach ${control}`);
}

/** Goes to a control and presses it. */
export async function pressOn(page: Page, control: Locator): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press('Enter');
}

/** What was in focus has vanished: the keyboard must go on from a part of the page, not from nowhere. */
export async function expectFocusKept(page: Page): Promise<void> {
  await expect(page.getByRole('main').locator(':focus').or(page.locator('main:focus'))).toHaveCount(1);
}
