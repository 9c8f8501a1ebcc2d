import { describe, expect, it } from 'vitest';
import { formatDuration, formatHour, formatTime, secondsSince } from './format';

describe('durations in words', () => {
  it.each([
    [-3, '0 s'],
    [0, '0 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [272, '4 min 32 s'],
    [3600, '1 h'],
    [3900, '1 h 5 min'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });

  it('count from 0 where the browser’s clock is behind', () => {
    expect(secondsSince('2026-01-05T09:00:10Z', Date.parse('2026-01-05T09:00:00Z'))).toBe(0);
  });
});

describe('moments in the organisation’s time zone', () => {
  const now = new Date('2026-07-01T12:00:00Z');

  it('leave out the day where it is today there', () => {
    expect(formatTime('2026-07-01T09:05:00Z', 'Europe/Berlin', now)).toBe('11:05');
    expect(formatTime('2026-06-30T22:30:00Z', 'Europe/Berlin', now)).toBe('00:30');
  });

  it('name the day, and the year where it is another', () => {
    expect(formatTime('2026-06-30T21:30:00Z', 'Europe/Berlin', now)).toBe('30 Jun, 23:30');
    expect(formatTime('2025-12-31T12:00:00Z', 'Europe/Berlin', now)).toMatch(/31 Dec 2025, 13:00/);
  });

  it('follow daylight saving', () => {
    expect(formatHour('2026-03-29T00:00:00Z', false, 'Europe/Berlin')).toBe('01:00');
    expect(formatHour('2026-03-29T01:00:00Z', false, 'Europe/Berlin')).toBe('03:00');
    expect(formatHour('2026-03-29T01:00:00Z', true, 'Europe/Berlin')).toBe('Sun 03:00');
  });
});
