import { describe, expect, it } from 'vitest';
import { notification, offer } from '../testing/samples';
import { type MeState, mergeNotifications, openOffer, reduceMe, unknownMe } from './me-state';
import type { MeMessage } from './protocol';

function after(...messages: MeMessage[]): MeState {
  let state = unknownMe;
  for (const message of messages) ({ state } = reduceMe(state, message));
  return state;
}

const snapshot = (...notifications: ReturnType<typeof notification>[]): MeMessage => ({
  type: 'snapshot',
  topic: 'me',
  unread: notifications.filter((each) => !each.read_at).length,
  notifications,
  offers: [],
});

const arrived = (each: ReturnType<typeof notification>, unread: number): MeMessage => ({
  type: 'notification',
  topic: 'me',
  notification: each,
  unread,
});

describe('notifications', () => {
  it('does not announce what was there when the page was opened', () => {
    const state = after(snapshot(notification()));
    expect(state.unread).toBe(1);
    expect(state.arrived).toEqual([]);
  });

  it('announces a new one once, however often it comes', () => {
    const state = after(snapshot(), arrived(notification(), 1), arrived(notification(), 1));
    expect(state.arrived).toHaveLength(1);
    expect(state.notifications).toHaveLength(1);
    expect(state.unread).toBe(1);
  });

  it('announces what came while the connection was lost', () => {
    const old = notification({ id: 'old', created_at: '2026-01-05T08:00:00Z' });
    const state = after(snapshot(old), snapshot(notification(), old));
    expect(state.arrived.map(({ id }) => id)).toEqual(['n1']);
  });

  it('does not announce one that was read on another device', () => {
    const read = notification({ version: 2, read_at: '2026-01-05T09:02:00Z' });
    const state = after(snapshot(notification()), arrived(read, 0));
    expect(state.arrived).toEqual([]);
    expect(state.unread).toBe(0);
    expect(state.notifications[0]?.read_at).toBe('2026-01-05T09:02:00Z');
  });

  it('marks one or all as read before the server repeats it', () => {
    const two = [notification({ id: 'a' }), notification({ id: 'b' })];
    const at = '2026-01-05T10:00:00Z';
    const one = after(snapshot(...two), { type: 'marked_read', topic: 'me', ids: ['a'], at, unread: 1 });
    expect(one.notifications.map(({ id, read_at }) => [id, read_at])).toEqual([
      ['b', undefined],
      ['a', at],
    ]);
    const all = after(snapshot(...two), { type: 'marked_read', topic: 'me', at, unread: 0 });
    expect(all.notifications.every(({ read_at }) => read_at === at)).toBe(true);
    expect(all.unread).toBe(0);
  });

  it('merges lists by version, newest first', () => {
    const older = notification({ id: 'a', created_at: '2026-01-05T08:00:00Z' });
    const newer = notification({ id: 'b' });
    const read = notification({ id: 'a', created_at: '2026-01-05T08:00:00Z', version: 2 });
    expect(mergeNotifications([older], [newer, read])).toEqual([newer, read]);
    expect(mergeNotifications([newer, read], [older])).toEqual([newer, read]);
  });

  it('counts changes of memberships', () => {
    const membership = {
      id: 'm',
      account_id: 'sam',
      username: 'sam',
      display_name: 'Sam',
      organisation_id: 'o',
      role: 'student' as const,
      created_at: '2026-01-05T08:00:00Z',
      removed: true,
    };
    expect(after({ type: 'membership', topic: 'me', membership }).membershipChanges).toBe(1);
  });
});

describe('offers to the person', () => {
  const told = (each: ReturnType<typeof offer>): MeMessage => ({ type: 'offer', topic: 'me', offer: each });

  it('are open until they end, and an older state changes nothing', () => {
    const ended = offer({ state: 'withdrawn', version: 2, reason: 'The queue was paused.' });
    expect(openOffer(after(told(offer())), 'lab-1')?.id).toBe('o1');
    expect(openOffer(after(told(offer())), 'lab-2')).toBeUndefined();
    const state = after(told(offer()), told(ended), told(offer()));
    expect(openOffer(state, 'lab-1')).toBeUndefined();
    expect(state.offers).toEqual([ended]);
  });

  it('that a new snapshot no longer has are over', () => {
    expect(after(told(offer()), snapshot()).offers).toEqual([]);
  });
});
