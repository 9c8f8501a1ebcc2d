import { describe, expect, it } from 'vitest';
import type { Wait } from '../../api/types';
import { expectedWait, record } from './expected-wait';

const wait = (changes: Partial<Wait>): Wait => ({ tutors_at_work: 2, estimates: 0, estimates_held: 0, ...changes });

describe('the wait in words', () => {
  it.each([
    [5, 50, 'Help probably comes within a minute.'],
    [30, 250, 'Help probably comes within 5 minutes.'],
    [250, 530, 'Help probably comes in 4 to 9 minutes.'],
  ])('is a range in whole minutes (%d to %d s)', (from_s, to_s, words) => {
    expect(expectedWait(wait({ from_s, to_s }))).toBe(words);
  });

  it('is silent where nothing is known', () => {
    expect(expectedWait(undefined)).toBeUndefined();
    expect(expectedWait(wait({}))).toBeUndefined();
  });

  it('says how often such words were right, once there were enough of them', () => {
    expect(record(wait({ estimates: 9, estimates_held: 8 }))).toBeUndefined();
    expect(record(wait({ estimates: 50, estimates_held: 41 }))).toBe('82 of 100 such estimates held here.');
  });
});
