import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSocket } from '../testing/fake-socket';
import { Connection, type ConnectionStatus, type SessionState, probeMs, silenceMs } from './connection';
import type { ServerMessage } from './protocol';

const hello: ServerMessage = { type: 'changed', topic: 'lab/1/statistics' };

function setUp(session: { renewed?: SessionState; checked?: SessionState } = {}) {
  const sockets: FakeSocket[] = [];
  const statuses: ConnectionStatus[] = [];
  const calls = { opened: 0, ended: 0, renewed: 0, checked: 0, probed: 0 };
  const connection = new Connection(
    {
      openSocket: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      renewSession: async () => {
        calls.renewed += 1;
        return session.renewed ?? 'valid';
      },
      checkSession: async () => {
        calls.checked += 1;
        return session.checked ?? 'valid';
      },
      random: () => 0.5,
    },
    {
      onOpen: () => {
        calls.opened += 1;
      },
      onMessage: () => undefined,
      onStatus: (status) => statuses.push(status),
      onSessionEnded: () => {
        calls.ended += 1;
      },
      probe: () => {
        calls.probed += 1;
        return true;
      },
    },
  );
  const latest = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  };
  return { connection, sockets, statuses, calls, latest };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a live connection', () => {
  it('comes back after it was lost, with longer pauses while that fails', async () => {
    const { connection, sockets, latest } = setUp();
    connection.start();
    latest().accept();
    latest().say(hello);
    latest().end(1006);
    await vi.advanceTimersByTimeAsync(374);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sockets).toHaveLength(2);
    latest().end(1006);
    await vi.advanceTimersByTimeAsync(749);
    expect(sockets).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(sockets).toHaveLength(3);
  });

  it('starts with short pauses again once the server has spoken', async () => {
    const { connection, sockets, latest } = setUp();
    connection.start();
    for (let round = 0; round < 4; round += 1) {
      latest().end(1006);
      await vi.advanceTimersByTimeAsync(20_000);
    }
    latest().accept();
    latest().say(hello);
    latest().end(1006);
    const before = sockets.length;
    await vi.advanceTimersByTimeAsync(375);
    expect(sockets).toHaveLength(before + 1);
  });

  it('keeps lengthening the pauses while the server only accepts and closes', async () => {
    const { connection, sockets, latest } = setUp();
    connection.start();
    for (const pause of [375, 750, 1500]) {
      latest().accept();
      latest().end(1006);
      const before = sockets.length;
      await vi.advanceTimersByTimeAsync(pause - 1);
      expect(sockets).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(sockets).toHaveLength(before + 1);
    }
  });

  it('spreads its return when the server goes away', async () => {
    const { connection, sockets, latest } = setUp();
    connection.start();
    latest().accept();
    latest().end(1001);
    await vi.advanceTimersByTimeAsync(1499);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sockets).toHaveLength(2);
  });

  it('renews the session on 4401 and then connects again', async () => {
    const { connection, sockets, latest, calls } = setUp();
    connection.start();
    latest().accept();
    latest().end(4401);
    await vi.advanceTimersByTimeAsync(375);
    expect(calls.renewed).toBe(1);
    expect(sockets).toHaveLength(2);
  });

  it('stops when the session is over', async () => {
    const { connection, sockets, latest, calls } = setUp({ renewed: 'ended' });
    connection.start();
    latest().accept();
    latest().end(4401);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls.ended).toBe(1);
    expect(sockets).toHaveLength(1);
  });

  it('asks whether the session is valid when it is refused without a reason', async () => {
    const { connection, sockets, latest, calls } = setUp({ checked: 'unknown' });
    connection.start();
    latest().end(1006);
    await vi.advanceTimersByTimeAsync(375);
    expect(calls.checked).toBe(1);
    expect(sockets).toHaveLength(2);
  });

  it('says since when it is lost', () => {
    vi.setSystemTime(1000);
    const { connection, statuses, latest } = setUp();
    connection.start();
    latest().accept();
    vi.setSystemTime(5000);
    latest().end(1006);
    expect(statuses).toEqual([
      { connected: false, lostAt: 1000 },
      { connected: true, lostAt: undefined },
      { connected: false, lostAt: 5000 },
    ]);
  });

  it('connects at once when the network is back', () => {
    const { connection, sockets, latest } = setUp();
    connection.start();
    latest().accept();
    const dead = latest();
    connection.reconnectNow();
    expect(dead.closed).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  it('replaces a connection that is silent and does not answer', async () => {
    const { connection, sockets, latest, calls } = setUp();
    connection.start();
    latest().accept();
    await vi.advanceTimersByTimeAsync(silenceMs);
    expect(calls.probed).toBe(1);
    await vi.advanceTimersByTimeAsync(probeMs);
    expect(sockets).toHaveLength(2);
  });

  it('keeps a silent connection that answers', async () => {
    const { connection, sockets, latest, calls } = setUp();
    connection.start();
    latest().accept();
    await vi.advanceTimersByTimeAsync(silenceMs);
    latest().say(hello);
    await vi.advanceTimersByTimeAsync(probeMs);
    expect(calls.probed).toBe(1);
    expect(sockets).toHaveLength(1);
  });

  it('does not come back after it was stopped', async () => {
    const { connection, sockets, latest } = setUp();
    connection.start();
    latest().accept();
    const last = latest();
    connection.stop();
    expect(last.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
    expect(connection.send({ type: 'unsubscribe', topic: 'me' })).toBe(false);
  });
});
