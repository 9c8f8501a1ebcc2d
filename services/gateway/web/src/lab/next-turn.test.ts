import { describe, expect, it } from 'vitest';
import { nextTurn } from './next-turn';

const opens = { at: '2026-11-30T09:00:00Z', opens: true };

describe('what the schedule does next', () => {
  it('is said by the clock of the lab', () => {
    const closed = { queue_open: false, next_turn: opens };
    expect(nextTurn({ ...closed, time_zone: 'Europe/Berlin' })).toBe('Opens by itself Mon 30 Nov, 10:00.');
    expect(nextTurn({ ...closed, time_zone: 'America/New_York' })).toBe('Opens by itself Mon 30 Nov, 04:00.');
  });

  it('is not said where it changes nothing', () => {
    expect(nextTurn({ queue_open: true, next_turn: opens })).toBeUndefined();
    expect(nextTurn({ queue_open: false })).toBeUndefined();
  });
});
