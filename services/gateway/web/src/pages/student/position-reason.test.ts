import { describe, expect, it } from 'vitest';
import type { StudentLab } from '../../live/lab-state';
import type { Ticket } from '../../live/protocol';
import { labSummary } from '../../testing/samples';
import { positionReason } from './position-reason';

const now = Date.parse('2026-01-05T09:00:00Z');

function ticket(id: string, place: number, changes: Partial<Ticket> = {}): Ticket {
  return { id, place, state: 'waiting', first: true, ...changes };
}

function lab(order: 'fifo' | 'first_help_first', ...tickets: Ticket[]): StudentLab {
  return {
    view: 'student',
    revision: 1,
    resyncing: false,
    lab: { ...labSummary, policy: { ...labSummary.policy, order } },
    tickets: Object.fromEntries(tickets.map((each) => [each.id, each])),
    own: {},
  };
}

describe('the reason for a place', () => {
  it('is silent about who is being helped and who is behind', () => {
    const state = lab('fifo', ticket('a', 1, { state: 'in_progress' }), ticket('me', 2), ticket('z', 3));
    expect(positionReason(state, 'me', now)).toBe('You are next.');
  });

  it('says who asked to be called later', () => {
    const later = ticket('b', 2, { held_until: '2026-01-05T09:05:00Z' });
    const past = ticket('a', 1, { held_until: '2026-01-05T08:55:00Z' });
    expect(positionReason(lab('fifo', past, later, ticket('me', 3)), 'me', now)).toBe(
      '2 people are ahead of you; one of them asked to be called later.',
    );
  });

  it('says who goes first because it is their first time, where that decides', () => {
    const tickets = [ticket('a', 1), ticket('me', 2, { first: false })];
    expect(positionReason(lab('first_help_first', ...tickets), 'me', now)).toBe(
      '1 person is ahead of you; this one asks for the first time in this session.',
    );
    expect(positionReason(lab('fifo', ...tickets), 'me', now)).toBe('1 person is ahead of you.');
  });
});
