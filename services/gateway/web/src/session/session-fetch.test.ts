import { describe, expect, it, vi } from 'vitest';
import { answer, api } from '../api/client';
import { ProblemError } from '../api/problem';
import { deferred } from '../testing/deferred';
import { type Call, fakeApi, json, problem } from '../testing/fake-api';
import { me } from '../testing/samples';
import { sessionGeneration, sessionRenewed } from './refresh';
import { onSessionEnded } from './session-fetch';

const expired = () => problem(401, 'unauthenticated', 'Please log in to continue.');

/** A gateway whose access token has expired until the session is renewed. */
function gateway(refresh: () => Response | Promise<Response>) {
  let valid = false;
  const routes = {
    'GET /api/v1/me': () => (valid ? json(me) : expired()),
    'POST /api/v1/memberships': ({ body }: Call) => (valid ? json({ joined: body }, 201) : expired()),
    'POST /api/v1/sessions/refresh': async () => {
      const response = await refresh();
      valid = response.ok;
      return response;
    },
  };
  const fake = fakeApi(routes);
  vi.stubGlobal('fetch', fake.fetch);
  const refreshes = () => fake.calls.filter(({ path }) => path.endsWith('/refresh')).length;
  return { calls: fake.calls, refreshes };
}

describe('a session that has expired', () => {
  it('is renewed once for many calls at a time, and each is sent again', async () => {
    const { calls, refreshes } = gateway(() => json({}));
    const answers = await Promise.all(Array.from({ length: 8 }, () => answer(api.GET('/api/v1/me'))));
    expect(answers).toEqual(Array.from({ length: 8 }, () => me));
    expect(refreshes()).toBe(1);
    expect(calls.filter(({ path }) => path === '/api/v1/me')).toHaveLength(16);
  });

  it('is not renewed again for a call whose refusal comes late', async () => {
    const late = deferred<Response>();
    let asked = 0;
    const fake = fakeApi({
      'GET /api/v1/me': () => {
        asked += 1;
        return asked === 1 ? late.promise : json(me);
      },
      'POST /api/v1/sessions/refresh': () => json({}),
    });
    vi.stubGlobal('fetch', fake.fetch);
    const call = answer(api.GET('/api/v1/me'));
    await vi.waitFor(() => expect(asked).toBe(1));
    // Another tab has renewed the session meanwhile.
    sessionRenewed();
    late.resolve(expired());
    await expect(call).resolves.toEqual(me);
    expect(fake.calls.filter(({ path }) => path.endsWith('/refresh'))).toHaveLength(0);
  });

  it('sends the body again', async () => {
    gateway(() => json({}));
    await expect(answer(api.POST('/api/v1/memberships', { body: { code: 'PROG1' } }))).resolves.toEqual({
      joined: { code: 'PROG1' },
    });
  });

  it('counts each renewal, so that other tabs know', async () => {
    gateway(() => json({}));
    const before = sessionGeneration();
    await answer(api.GET('/api/v1/me'));
    expect(sessionGeneration()).toBe(before + 1);
  });

  it('ends where it cannot be renewed, and says so once', async () => {
    const { refreshes } = gateway(expired);
    const ended = vi.fn<() => void>();
    const stop = onSessionEnded(ended);
    await expect(answer(api.GET('/api/v1/me'))).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });
    stop();
    expect(ended).toHaveBeenCalledTimes(1);
    expect(refreshes()).toBe(1);
  });

  it('does not end where the gateway is overloaded', async () => {
    gateway(() => problem(503, 'unavailable', 'Please try again.'));
    const ended = vi.fn<() => void>();
    const stop = onSessionEnded(ended);
    await expect(answer(api.GET('/api/v1/me'))).rejects.toMatchObject({ problem: { code: 'unavailable' } });
    stop();
    expect(ended).not.toHaveBeenCalled();
  });
});

describe('a call that is refused for another reason', () => {
  it('does not renew the session for a wrong password', async () => {
    const fake = fakeApi({
      'POST /api/v1/sessions': () => problem(401, 'wrong_credentials', 'Invalid username or password.'),
    });
    vi.stubGlobal('fetch', fake.fetch);
    const call = answer(api.POST('/api/v1/sessions', { body: { login: 'sam', password: 'wrong' } }));
    await expect(call).rejects.toMatchObject({ problem: { detail: 'Invalid username or password.' } });
    expect(fake.calls).toHaveLength(1);
  });

  it('says that the server cannot be reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    const error: unknown = await answer(api.GET('/api/v1/me')).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ problem: { code: 'unreachable', status: 0 } });
  });
});
