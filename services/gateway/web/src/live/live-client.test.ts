import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSocket } from '../testing/fake-socket';
import { labSummary, request } from '../testing/samples';
import { LiveClient } from './live-client';
import type { ServerMessage } from './protocol';

const topic = 'lab/lab-1';
const snapshot: ServerMessage = {
  type: 'snapshot',
  topic,
  view: 'staff',
  revision: 4,
  lab: labSummary,
  requests: [],
  tutors: [],
};

function setUp() {
  const sockets: FakeSocket[] = [];
  const client = new LiveClient({
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    renewSession: async () => 'valid',
    checkSession: async () => 'valid',
    random: () => 0,
    onSessionEnded: () => undefined,
  });
  const latest = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  };
  client.start();
  return { client, latest };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('topics of the live connection', () => {
  it('subscribes once for many listeners, and ends that with the last of them', () => {
    const { client, latest } = setUp();
    latest().accept();
    const stops = [client.listen(topic, () => undefined), client.listen(topic, () => undefined)];
    expect(latest().sent).toEqual([{ type: 'subscribe', topic }]);
    stops[0]?.();
    expect(latest().sent).toHaveLength(1);
    stops[1]?.();
    expect(latest().sent.at(-1)).toEqual({ type: 'unsubscribe', topic });
    expect(client.topic(topic)).toBeUndefined();
  });

  it('subscribes to everything when the connection opens later', () => {
    const { client, latest } = setUp();
    client.listen('me', () => undefined);
    client.listen(topic, () => undefined);
    expect(latest().sent).toEqual([]);
    latest().accept();
    expect(latest().sent).toEqual([
      { type: 'subscribe', topic: 'me' },
      { type: 'subscribe', topic },
    ]);
  });

  it('names its last revision after a reconnect and applies what it missed', async () => {
    const { client, latest } = setUp();
    const heard = vi.fn<() => void>();
    client.listen(topic, heard);
    latest().accept();
    latest().say(snapshot);
    latest().end(1006);
    await vi.advanceTimersByTimeAsync(1000);
    latest().accept();
    expect(latest().sent).toEqual([{ type: 'subscribe', topic, since: 4 }]);
    latest().say({ type: 'resumed', topic, view: 'staff', revision: 5 });
    latest().say({ type: 'delta', topic, revision: 5, event: 'created', request: request() });
    expect(client.topic(topic)?.state).toMatchObject({ revision: 5, requests: { r1: { seat: '14' } } });
    expect(heard).toHaveBeenCalledTimes(3);
  });

  it('asks for the missing changes when it sees a gap', () => {
    const { client, latest } = setUp();
    client.listen(topic, () => undefined);
    latest().accept();
    latest().say(snapshot);
    latest().say({ type: 'delta', topic, revision: 6, event: 'created', request: request() });
    latest().say({ type: 'delta', topic, revision: 7, event: 'created', request: request() });
    expect(latest().sent.slice(1)).toEqual([{ type: 'subscribe', topic, since: 4 }]);
  });

  it('tells nobody about a duplicate', () => {
    const { client, latest } = setUp();
    const heard = vi.fn<() => void>();
    client.listen(topic, heard);
    latest().accept();
    latest().say(snapshot);
    latest().say({ type: 'delta', topic, revision: 4, event: 'created', request: request() });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('shows a refusal, and tries again only where that can help', async () => {
    const { client, latest } = setUp();
    client.listen(topic, () => undefined);
    latest().accept();
    latest().say({ type: 'refused', topic, problem: { code: 'forbidden', detail: 'Not yours.' } });
    expect(client.topic(topic)?.refused?.detail).toBe('Not yours.');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(latest().sent).toHaveLength(1);
    latest().say({ type: 'refused', topic, problem: { code: 'unavailable', detail: 'Try again.' } });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(latest().sent).toHaveLength(2);
    latest().say(snapshot);
    expect(client.topic(topic)?.refused).toBeUndefined();
  });

  it('counts changes of figures', () => {
    const { client, latest } = setUp();
    client.listen(`${topic}/statistics`, () => undefined);
    latest().accept();
    latest().say({ type: 'changed', topic: `${topic}/statistics` });
    latest().say({ type: 'changed', topic: `${topic}/statistics` });
    expect(client.topic(`${topic}/statistics`)?.state).toEqual({ changes: 2 });
  });
});
