import { ask, expect, json, picture, test } from '../support/test';

test('being offline is shown, and everything is there again afterwards without a reload', async ({ as, apiAs, lab }) => {
  const student = await as('sam');
  await student.goto(`/labs/${lab.id}/ask`);
  await student.getByLabel('PC number').fill('5');
  await student.getByLabel('What do you need help with?').fill('The network is bad here');
  await student.getByRole('button', { name: 'Ask for help' }).click();
  await expect(student.getByTestId('position')).toHaveText('1');

  await student.context().setOffline(true);
  await expect(student.getByText('You are offline')).toBeVisible();
  await picture(student, 'offline');
  const tom = await apiAs('tom');
  await json(tom.post(`/api/v1/labs/${lab.id}/take-next`));
  await student.context().setOffline(false);
  await expect(student.getByText('You are offline')).toBeHidden();
  await expect(student.getByTestId('helper')).toContainText('is coming to PC 5.');
});

test('a live connection that is cut comes back with everything that was missed', async ({ as, apiAs, lab }) => {
  const tutor = await as('tina');
  let cut: () => void = () => undefined;
  let reachable = true;
  await tutor.routeWebSocket('**/api/v1/live', (socket) => {
    if (!reachable) {
      socket.close({ code: 1001 });
      return;
    }
    socket.connectToServer();
    cut = () => void socket.close({ code: 1001 });
  });
  await tutor.goto(`/labs/${lab.id}/queue`);
  await expect(tutor.getByText('Nobody is waiting.')).toBeVisible();

  reachable = false;
  cut();
  await expect(tutor.getByText('You are offline')).toBeVisible();

  const first = await ask(await apiAs('sam'), lab, '1', 'Asked while the tutor was cut off');
  await ask(await apiAs('sue'), lab, '2', 'Asked a little later');
  await json((await apiAs('sam')).post(`/api/v1/requests/${first}/cancel`));
  reachable = true;
  await expect(tutor.getByText('You are offline')).toBeHidden({ timeout: 30_000 });
  await expect(tutor.getByRole('heading', { name: 'Waiting: 1' })).toBeVisible();
  await expect(tutor.getByRole('list', { name: 'Waiting' })).toContainText('Asked a little later');
});
