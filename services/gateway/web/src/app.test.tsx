import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from './app';
import { fakeApi, json, problem } from './testing/fake-api';
import { FakeSocket } from './testing/fake-socket';
import { me } from './testing/samples';

const expired = () => problem(401, 'unauthenticated', 'Please log in to continue.');

const session = {
  session_id: 's1',
  access_expires_at: '2026-01-05T10:00:00Z',
  refresh_expires_at: '2026-02-05T10:00:00Z',
  ...me,
};

/** A gateway with one account that is not logged in. */
function gateway() {
  let loggedIn = false;
  const fake = fakeApi({
    'GET /api/v1/me': () => (loggedIn ? json(me) : expired()),
    'POST /api/v1/sessions/refresh': expired,
    'POST /api/v1/sessions': ({ body }) => {
      const { password } = body as { password: string };
      if (password !== 'right') return problem(401, 'wrong_credentials', 'Invalid username or password.');
      loggedIn = true;
      return json(session, 201);
    },
    'GET /api/v1/sessions': () =>
      loggedIn
        ? json({
            sessions: [
              { id: 's1', device: 'Firefox', created_at: session.access_expires_at, last_used_at: session.access_expires_at, current: true },
            ],
          })
        : expired(),
    'DELETE /api/v1/sessions/current': () => {
      loggedIn = false;
      return new Response(null, { status: 204 });
    },
  });
  vi.stubGlobal('fetch', fake.fetch);
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('scrollTo', () => undefined);
  return fake;
}

function open(path: string) {
  window.history.replaceState(null, '', path);
  return render(<App />);
}

async function logIn(password: string) {
  await userEvent.type(await screen.findByLabelText(/Username or e-mail/), 'sam');
  await userEvent.type(screen.getByLabelText(/^Password/), password);
  await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
}

beforeEach(() => {
  gateway();
});

describe('the whole client', () => {
  it('offers to register, to log in and to read about it', async () => {
    open('/');
    expect(await screen.findByRole('heading', { level: 1 })).toBeInTheDocument();
    for (const name of ['Register', 'Log in', 'About']) {
      expect(screen.getAllByRole('link', { name }).length).toBeGreaterThan(0);
    }
    expect(screen.queryByText('Please log in to continue.')).not.toBeInTheDocument();
  });

  it('says of a wrong login one sentence and nothing more', async () => {
    open('/login');
    await logIn('wrong');
    expect((await screen.findByRole('alert')).textContent).toBe('Invalid username or password.');
  });

  it('leads home from a restricted page, and back after login', async () => {
    open('/sessions');
    expect(await screen.findByText('Please log in to continue.')).toBeInTheDocument();
    expect(window.location.pathname).toBe('/');
    await userEvent.click(screen.getAllByRole('link', { name: 'Log in' }).at(-1) ?? document.body);
    await logIn('right');
    expect(await screen.findByRole('heading', { level: 1, name: 'Sessions' })).toBeInTheDocument();
    expect(window.location.pathname).toBe('/sessions');
    await waitFor(() => expect(document.title).toBe('Sessions · Handup'));
    expect(screen.getByRole('link', { name: 'Notifications' })).toBeInTheDocument();
  });

  it('never leads to a stranger’s address after login', async () => {
    open('/login?next=//evil.example/');
    await logIn('right');
    await waitFor(() => expect(window.location.pathname).toBe('/dashboard'));
  });

  it('shows guests again after logging out', async () => {
    open('/login?next=/sessions');
    await logIn('right');
    // A menu closes when the page changes, so the page has to stand first.
    await screen.findByRole('heading', { level: 1, name: 'Sessions' });
    await userEvent.click(screen.getByRole('button', { name: 'Account menu' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Log out' }));
    expect(await screen.findByRole('heading', { level: 1, name: /Put a hand up/ })).toBeInTheDocument();
    expect(screen.queryByText('Please log in to continue.')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Account menu' })).not.toBeInTheDocument();
  });

  it('shows a 404 page with a way home for an unknown address', async () => {
    open('/no/such/page');
    expect(await screen.findByRole('heading', { level: 1, name: /404/ })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Go to the home page' })).toHaveAttribute('href', '/');
  });
});
