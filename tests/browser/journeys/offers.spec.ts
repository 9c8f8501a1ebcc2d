import type { Page } from '@playwright/test';
import { type Lab, ask, expect, json, picture, setRules, test } from '../support/test';

const phone = { viewport: { width: 390, height: 844 } };

async function onDuty(page: Page, lab: Lab): Promise<void> {
  await page.goto(`/labs/${lab.id}/queue`);
  await page.getByRole('switch', { name: 'Not available' }).check();
  await expect(page.getByText('You can be given requests.')).toBeVisible();
}

test('who is free is asked, declines or accepts with a thumb, and sees why', async ({ as, apiAs, lab }) => {
  await setRules(await apiAs('mona'), lab, { mode: 'push' });
  const tom = await as('tom', phone);
  await onDuty(tom, lab);
  const student = await as('sam');
  await student.goto(`/labs/${lab.id}?seat=14`);
  await student.getByLabel('What do you need help with?').fill('My loop never ends');
  await student.getByRole('button', { name: 'Ask for help' }).click();

  const offer = tom.getByRole('region', { name: 'Can you help?' });
  await expect(offer.getByText('PC 14')).toBeVisible();
  await expect(offer.getByTestId('countdown')).toHaveText(/\d+ s left, then somebody else is asked\./);
  await expect(tom.getByRole('button', { name: 'Take next' })).toBeHidden();
  await expect(tom.getByRole('button', { name: 'Accept PC 14' })).toBeHidden();
  await offer.getByText('Why me?').click();
  await expect(offer.getByText(/You have helped least|you have helped least/)).toBeVisible();
  for (const name of ['Accept', 'Decline']) {
    const box = await offer.getByRole('button', { name }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  }
  await picture(tom, 'tutor-offer');
  await offer.getByRole('button', { name: 'Decline' }).click();
  await expect(offer).toBeHidden();

  const tina = await as('tina', { ...phone, colorScheme: 'dark' });
  await onDuty(tina, lab);
  const second = tina.getByRole('region', { name: 'Can you help?' });
  await expect(second).toBeVisible();
  await picture(tina, 'tutor-offer-dark');
  await second.getByRole('button', { name: 'Accept' }).click();
  await expect(tina.getByRole('region', { name: 'You are helping at PC 14' })).toBeVisible();
  await expect(student.getByTestId('helper')).toHaveText(/Tina.* is coming to PC 14\./);
  await tina.getByRole('button', { name: 'Complete' }).click();
  await tina.getByRole('button', { name: 'Undo' }).click();
  await expect(tina.getByRole('region', { name: 'You are helping at PC 14' })).toBeVisible();
  await expect(student.getByTestId('helper')).toBeVisible();
});

test('an offer that is withdrawn says why', async ({ as, apiAs, lab }) => {
  await setRules(await apiAs('mona'), lab, { mode: 'both' });
  const tom = await as('tom', phone);
  await onDuty(tom, lab);
  const sam = await apiAs('sam');
  const id = await ask(sam, lab, '7', 'Two at once');
  const offer = tom.getByRole('region', { name: 'Can you help?' });
  await expect(offer).toBeVisible();
  const tina = await apiAs('tina');
  await json(tina.post(`/api/v1/requests/${id}/accept`));
  await expect(offer).toBeHidden();
  await expect(tom.getByText('The offer for PC 7 is gone', { exact: true })).toBeVisible();
  await expect(tom.getByText(/^Tina.* took it\.$/)).toBeVisible();
  await expect(tom.getByTestId('announcer')).toContainText('The offer for PC 7 is gone');
  await picture(tom, 'tutor-offer-gone');
});

test('a manager changes the rules by keyboard, and sees who was asked and who changed what', async ({ as, apiAs, lab }) => {
  const mona = await as('mona');
  await mona.goto(`/labs/${lab.id}/manage?tab=settings`);
  const form = mona.getByRole('form', { name: 'How the queue is run' });
  await form.getByRole('radio', { name: 'Tutors pick' }).focus();
  await mona.keyboard.press('ArrowDown');
  await expect(form.getByRole('radio', { name: 'The system offers' })).toBeChecked();
  await form.getByLabel('Time to answer an offer').fill('400');
  await form.getByRole('button', { name: 'Save rules' }).focus();
  await mona.keyboard.press('Enter');
  await expect(form.getByText('The time to answer an offer must be from 5 to 300.')).toBeVisible();
  await picture(mona, 'manager-rules-refused');
  await form.getByLabel('Time to answer an offer').fill('45');
  await mona.keyboard.press('Enter');
  await expect(mona.getByText('The queue is run so from now on.')).toBeVisible();

  const tom = await as('tom', phone);
  await onDuty(tom, lab);
  await ask(await apiAs('sam'), lab, '3', 'Where do I begin?');
  await expect(tom.getByRole('region', { name: 'Can you help?' })).toBeVisible();
  await mona.getByRole('tab', { name: 'Record' }).click();
  const asked = mona.getByRole('region', { name: 'Who was asked' });
  await expect(asked.getByRole('row', { name: /Tom.*PC 3.*waits for an answer/ })).toBeVisible();
  const changed = mona.getByRole('region', { name: 'What was changed' });
  await expect(changed).toContainText('Assignment: tutors pick → the system offers');
  await picture(mona, 'manager-record');
});
