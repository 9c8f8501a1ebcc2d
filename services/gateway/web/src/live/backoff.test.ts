import { assert, double, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff, spread } from './backoff';

describe('the pause before connecting again', () => {
  it('doubles up to a bound', () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 20].map((attempt) => backoff(attempt, () => 1));
    expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('is at least half of its bound, and random above', () => {
    assert(
      property(nat(30), double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const pause = backoff(attempt, () => random);
        const ceiling = backoff(attempt, () => 1);
        expect(pause).toBeGreaterThanOrEqual(ceiling / 2);
        expect(pause).toBeLessThanOrEqual(ceiling);
      }),
    );
  });

  it('is spread over some seconds when everybody was sent away at once', () => {
    expect([0, 0.5, 0.99].map((random) => spread(() => random))).toEqual([0, 1500, 2970]);
  });
});
