// Why somebody was asked, in words.
import type { Offer } from '../../api/types';
import { formatDuration } from '../../time/format';

/** A tutor who was not asked within this time was practically never asked before. */
const longestS = 24 * 60 * 60;

/** The parts of an offer's score as sentences, the deciding one first. */
export function scoreTexts({ score }: Pick<Offer, 'score'>): string[] {
  const nearest = score.some(({ name }) => name === 'distance');
  return score.map(({ name, value }) => {
    switch (name) {
      case 'load':
        if (nearest) return `You are among those who have helped least for their time here: about ${Math.round(value * 100)} % of it.`;
        return `Of all who are free, you have helped least for your time here: ${Math.round(value * 100)} % of it.`;
      case 'distance':
        return `Of these, you are nearest: ${value === 1 ? '1 seat' : `${value} seats`} away.`;
      case 'last_offer':
        return -value > longestS
          ? 'You were not asked before.'
          : `Your last offer was ${formatDuration(-value)} before this one.`;
      default:
        return `${name}: ${value}`;
    }
  });
}
