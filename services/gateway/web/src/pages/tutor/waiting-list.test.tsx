import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { deferred } from '../../testing/deferred';
import { fakeApi, json, problem } from '../../testing/fake-api';
import { renderInApp } from '../../testing/render';
import { request } from '../../testing/samples';
import { TakeNext } from './take-next';
import { WaitingList } from './waiting-list';

describe('the queue of a tutor', () => {
  it('shows seat, description, topic and wait of each', () => {
    renderInApp(<WaitingList requests={[request({ topic: 'Loops', created_at: new Date().toISOString() })]} />);
    const entry = screen.getByRole('listitem');
    expect(entry).toHaveTextContent('PC 14');
    expect(entry).toHaveTextContent('My loop never ends');
    expect(entry).toHaveTextContent('Loops');
    expect(entry).toHaveTextContent(/\d s/);
  });

  it('names who was faster', async () => {
    const conflict = () =>
      problem(409, 'conflict', 'Tina Tutor has accepted this request.', { winner: 'Tina Tutor' });
    vi.stubGlobal('fetch', fakeApi({ 'POST /api/v1/requests/r1/accept': conflict }).fetch);
    renderInApp(<WaitingList requests={[request()]} />);
    await userEvent.click(screen.getByRole('button', { name: 'Accept PC 14' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Tina Tutor was faster');
  });

  it('leaves to the server who is next', async () => {
    const answer = deferred<Response>();
    const fake = fakeApi({ 'POST /api/v1/labs/lab-1/take-next': () => answer.promise });
    vi.stubGlobal('fetch', fake.fetch);
    renderInApp(<TakeNext labId="lab-1" topic={undefined} first={request()} primary />);
    const button = screen.getByRole('button', { name: 'Take next' });
    await userEvent.dblClick(button);
    answer.resolve(json(request({ status: 'in_progress' })));
    await waitFor(() => expect(button).not.toHaveAttribute('data-loading'));
    expect(fake.calls.map(({ path }) => path)).toEqual(['/api/v1/labs/lab-1/take-next']);
  });

  it('takes the first of those shown where the list is narrowed to a topic', async () => {
    const fake = fakeApi({ 'POST /api/v1/requests/r1/accept': () => json({ request: request() }) });
    vi.stubGlobal('fetch', fake.fetch);
    renderInApp(<TakeNext labId="lab-1" topic="Loops" first={request()} primary />);
    await userEvent.click(screen.getByRole('button', { name: 'Take next in Loops' }));
    expect(fake.calls.map(({ path }) => path)).toEqual(['/api/v1/requests/r1/accept']);
  });
});
