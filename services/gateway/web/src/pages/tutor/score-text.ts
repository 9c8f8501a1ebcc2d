// Why somebody was asked, in words.
import type { Offer } from '../../api/types';
import { formatDuration } from '../../time/format';

/** A tutor who was not asked within this time was practically never asked before. */
const longestS = 24 * 60 * 60;

/** The parts of an offer's score as sentences, the deciding one first. */
export function scoreTexts({ score }: Pick<Offer, 'score'>): string[] {
  return score.map(({ name, value }) => {
    switch (name) {
      case 'load':
        return `Of all who are free, you have helped least for your time here: ${Math.round(value * 100)} % of it.`;
      case 'last_offer':
        return -value > longestS
          ? 'You were not asked before.'
          : `Your last offer was ${formatDuration(-value)} before this one.`;
      default:
        return `${name}: ${value}`;
    }
  });
}
