import { ask, expect, json, newPage, password, picture, test } from '../support/test';

test('a student asks, a tutor helps, both histories show it and the manager sees it counted', async ({ browser, apiAs }) => {
  const mona = await apiAs('mona');
  const { labs } = await json(mona.get('/api/v1/labs'));
  const lab = labs.find((each: { name: string }) => each.name === 'Programming 1');
  const counted = async () => {
    const span = { from: new Date(Date.now() - 86_400_000).toISOString(), to: new Date(Date.now() + 60_000).toISOString() };
    return json(mona.get(`/api/v1/labs/${lab.id}/statistics`, { params: span }));
  };
  const before = await counted();

  const student = await newPage(browser);
  const tutor = await newPage(browser, { viewport: { width: 390, height: 844 } });
  const manager = await newPage(browser);
  for (const [page, login] of [[student, 'sam'], [tutor, 'tom'], [manager, 'mona']] as const) {
    await page.goto('/login');
    await page.getByLabel('Username or e-mail').fill(login);
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Hello');
  }
  await picture(student, 'student-dashboard');
  await picture(tutor, 'tutor-dashboard');
  await picture(manager, 'manager-dashboard');

  await tutor.getByRole('link', { name: 'Open the queue of Programming 1' }).click();
  await expect(tutor.getByRole('heading', { name: /^Waiting: \d+/ })).toBeVisible();
  await manager.getByRole('link', { name: 'Manage Programming 1' }).click();
  await expect(manager.getByTestId('count-waiting')).toHaveText(/\d/);

  await student.getByRole('link', { name: 'Ask for help in Programming 1' }).click();
  await student.getByLabel('PC number').fill('14');
  await student.getByLabel('What do you need help with?').fill('My loop never ends');
  await picture(student, 'student-asks');
  await student.getByRole('button', { name: 'Ask for help' }).click();
  await expect(student.getByTestId('position')).toHaveText('1');
  await expect(student.getByText('You are next.')).toBeVisible();
  await picture(student, 'student-waits');

  // Nobody reloads a page from here on.
  const waiting = tutor.getByRole('list', { name: 'Waiting' });
  await expect(waiting).toContainText('PC 14');
  await expect(waiting).toContainText('My loop never ends');
  await expect(manager.getByTestId('count-waiting')).toHaveText('1');
  await picture(tutor, 'tutor-sees-request');
  await tutor.getByRole('button', { name: 'Accept PC 14' }).click();
  await expect(student.getByTestId('helper')).toHaveText(/Tom.* is coming to PC 14\./);
  await expect(student.getByRole('link', { name: /Notifications, \d+ unread/ })).toBeVisible();
  await picture(student, 'student-sees-who-is-coming');
  await expect(manager.getByTestId('count-in-progress')).toHaveText('1');
  await picture(tutor, 'tutor-helps');

  await tutor.getByRole('button', { name: 'Add a note or topic' }).click();
  await tutor.getByLabel('Note (optional)').fill('The counter was never raised');
  await tutor.getByRole('button', { name: 'Complete' }).click();

  const ofStudent = student.getByRole('list', { name: 'Your requests' }).getByRole('listitem').first();
  await expect(ofStudent).toContainText('Completed');
  await expect(ofStudent).toContainText('My loop never ends');
  await expect(ofStudent).toContainText('The counter was never raised');
  await expect(student.getByRole('button', { name: 'Ask for help' })).toBeVisible();
  const ofTutor = tutor.getByRole('list', { name: 'Requests you helped with' }).getByRole('listitem').first();
  await expect(ofTutor).toContainText('PC 14');
  await expect(ofTutor).toContainText('Completed');
  await picture(student, 'student-history');
  await picture(tutor, 'tutor-history');

  await expect(manager.getByTestId('figure-requests')).toHaveText(String(before.requests + 1));
  await expect(manager.getByTestId('figure-completed')).toHaveText(String(before.completed + 1));
  await expect(manager.getByTestId('count-waiting')).toHaveText('0');
  await expect(manager.getByTestId('count-in-progress')).toHaveText('0');
  await expect(manager.locator('.recharts-bar-rectangle path').first()).toBeVisible();
  await picture(manager, 'manager-counts');
  await ofStudent.getByRole('button', { name: /What happened/ }).click();
  await expect(ofStudent.getByText(/Tom.* accepted/)).toBeVisible();
  for (const page of [student, tutor, manager]) await page.context().close();
});

test('positions move up for everybody when somebody is taken next', async ({ as, lab }) => {
  const tutor = await as('tom');
  await tutor.goto(`/labs/${lab.id}/queue`);
  await expect(tutor.getByText('Nobody is waiting.')).toBeVisible();
  const students = { sam: await as('sam'), sue: await as('sue'), stan: await as('stan') };
  let position = 1;
  for (const [name, page] of Object.entries(students)) {
    await page.goto(`/labs/${lab.id}?seat=${position + 20}`);
    await expect(page.getByLabel('PC number')).toHaveValue(String(position + 20));
    await page.getByLabel('What do you need help with?').fill(`${name} needs help`);
    await page.getByRole('button', { name: 'Ask for help' }).click();
    await expect(page.getByTestId('position')).toHaveText(String(position));
    position += 1;
  }
  await expect(tutor.getByRole('heading', { name: 'Waiting: 3' })).toBeVisible();
  await tutor.getByRole('button', { name: 'Take next' }).click();
  await expect(tutor.getByRole('region', { name: 'You are helping at PC 21' })).toBeVisible();
  await expect(students.sam.getByTestId('helper')).toContainText('PC 21');
  await expect(students.sue.getByTestId('position')).toHaveText('1');
  await expect(students.stan.getByTestId('position')).toHaveText('2');
  await expect(students.stan.getByTestId('announcer')).toContainText('You are now number 2 in the queue.');

  await tutor.getByRole('button', { name: 'Put back' }).click();
  await tutor.getByLabel('Reason (optional)').fill('I have to leave');
  await tutor.getByRole('dialog').getByRole('button', { name: 'Put back' }).click();
  await expect(students.sam.getByTestId('position')).toHaveText('1');
  await expect(students.stan.getByTestId('position')).toHaveText('3');

  await students.sue.getByRole('button', { name: 'Cancel request' }).click();
  await students.sue.getByRole('dialog').getByRole('button', { name: 'Cancel the request' }).click();
  await expect(students.sue.getByRole('button', { name: 'Ask for help' })).toBeVisible();
  await expect(students.stan.getByTestId('position')).toHaveText('2');
  await students.stan.getByRole('button', { name: 'Edit' }).click();
  await students.stan.getByLabel('PC number').fill('33');
  await students.stan.getByRole('button', { name: 'Save changes' }).click();
  await expect(tutor.getByRole('button', { name: 'Accept PC 33' })).toBeVisible();
  await picture(tutor, 'tutor-queue');
});

test('the tutor who is too late is told who was faster', async ({ as, apiAs, lab }) => {

  const id = await ask(await apiAs('sam'), lab, '7', 'Two tutors at once');
  const tina = await as('tina');
  // Tina's page does not hear of Tom's step, as on a slow network.
  await tina.routeWebSocket('**/api/v1/live', (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!String(message).includes('"accepted"')) socket.send(message);
    });
  });
  await tina.goto(`/labs/${lab.id}/queue`);
  await expect(tina.getByRole('button', { name: 'Accept PC 7' })).toBeVisible();
  const tom = await apiAs('tom');
  await json(tom.post(`/api/v1/requests/${id}/accept`));
  await tina.getByRole('button', { name: 'Accept PC 7' }).click();
  await expect(tina.getByRole('alert')).toContainText(/Tom.* was faster/);
  await picture(tina, 'tutor-too-late');
});

test('a lab is joined by its link, and a tutor is added by username', async ({ as, lab, browser }) => {
  const mona = await as('mona');
  await mona.goto(`/labs/${lab.id}/manage?tab=settings`);
  const link = await mona.getByText(/\/join\//).first().innerText();
  await picture(mona, 'manager-settings');

  const guest = await newPage(browser);
  await guest.goto(link);
  await expect(guest.getByText('Please log in to continue.')).toBeVisible();
  await guest.getByRole('main').getByRole('link', { name: 'Register' }).click();
  const username = `new${Date.now().toString(36)}`;
  await guest.getByLabel('Username').fill(username);
  await guest.getByLabel('E-mail').fill(`${username}@example.org`);
  await guest.getByRole('textbox', { name: 'Password', exact: true }).fill('a-long-enough-pass-word-7');
  await guest.getByRole('textbox', { name: 'Repeat the password' }).fill('a-long-enough-pass-word-7');
  await guest.getByRole('button', { name: 'Register' }).click();
  await expect(guest.getByLabel('Join code')).not.toHaveValue('');
  await picture(guest, 'join-by-link');
  await guest.getByRole('button', { name: 'Join' }).click();
  await expect(guest.getByRole('heading', { level: 1, name: lab.name })).toBeVisible();

  await mona.getByRole('tab', { name: 'Members' }).click();
  await mona.getByLabel('Username').fill(username);
  await mona.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(mona.getByRole('row', { name: new RegExp(`${username}.*Tutor`) })).toBeVisible();
  await picture(mona, 'manager-members');
  await guest.context().close();
});
