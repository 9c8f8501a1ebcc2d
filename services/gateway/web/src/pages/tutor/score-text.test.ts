import { describe, expect, it } from 'vitest';
import { offer } from '../../testing/samples';
import { scoreTexts } from './score-text';

describe('the reasons for an offer', () => {
  it('are sentences, the deciding one first', () => {
    expect(scoreTexts(offer())).toEqual([
      'Of all who are free, you have helped least for your time here: 25 % of it.',
      'Your last offer was 2 min before this one.',
    ]);
  });

  it('say who is nearest where the room is drawn', () => {
    const score = [
      { name: 'load', value: 0.2 },
      { name: 'distance', value: 4 },
    ];
    expect(scoreTexts({ score })).toEqual([
      'You are among those who have helped least for their time here: about 20 % of it.',
      'Of these, you are nearest: 4 seats away.',
    ]);
  });

  it('say where somebody was never asked before', () => {
    expect(scoreTexts({ score: [{ name: 'last_offer', value: -1_700_000_000 }] })).toEqual([
      'You were not asked before.',
    ]);
  });
});
