import type { Wait } from '../../api/types';

/** Estimates of a lab that are too few to speak of. */
const few = 10;

/** "Help probably comes in 4 to 9 minutes."; undefined where nothing can be said. */
export function expectedWait(wait: Wait | undefined): string | undefined {
  if (typeof wait?.from_s !== 'number' || typeof wait.to_s !== 'number') return undefined;
  const from = Math.floor(wait.from_s / 60);
  const to = Math.max(1, Math.ceil(wait.to_s / 60));
  if (to === 1) return 'Help probably comes within a minute.';
  if (from === 0) return `Help probably comes within ${to} minutes.`;
  return `Help probably comes in ${from} to ${to} minutes.`;
}

/** "82 of 100 such estimates held here."; undefined where there were few. */
export function record(wait: Wait | undefined): string | undefined {
  if (!wait || wait.estimates < few) return undefined;
  return `${Math.round((100 * wait.estimates_held) / wait.estimates)} of 100 such estimates held here.`;
}
