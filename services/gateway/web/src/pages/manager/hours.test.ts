import { describe, expect, it } from 'vitest';
import type { Hour } from '../../api/types';
import { hourBars } from './hours';

const spread = { count: 0, median_s: 0, p90_s: 0 };
const hour = (from: string, requests: number): Hour => ({ from, requests, helped: 1, wait: spread, help: spread });

describe('bars per hour', () => {
  it('has one for every hour, with 0 for the quiet ones', () => {
    const bars = hourBars('2026-01-05T08:20:00Z', '2026-01-05T11:20:00Z', [hour('2026-01-05T10:00:00Z', 3)], 'UTC');
    expect(bars.map(({ label, Requests }) => [label, Requests])).toEqual([
      ['08:00', 0],
      ['09:00', 0],
      ['10:00', 3],
      ['11:00', 0],
    ]);
  });

  it('follows hours that do not begin at a full hour of UTC', () => {
    const bars = hourBars('2026-01-05T08:20:00Z', '2026-01-05T10:20:00Z', [hour('2026-01-05T09:30:00Z', 2)], 'Asia/Kolkata');
    expect(bars.map(({ label, Requests }) => [label, Requests])).toEqual([
      ['13:00', 0],
      ['14:00', 0],
      ['15:00', 2],
    ]);
  });

  it('has 23 on the day the clocks go forward', () => {
    const bars = hourBars('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', [], 'Europe/Berlin');
    expect(bars).toHaveLength(23);
    expect(bars.some(({ label }) => label === '02:00')).toBe(false);
  });
});
