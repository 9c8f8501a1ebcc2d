import type { Lab } from '../api/types';
import { formatMoment } from '../time/format';

/** "Opens by itself Mon 30 Nov, 10:00."; undefined where nothing is going to change. */
export function nextTurn(lab: Pick<Lab, 'next_turn' | 'queue_open' | 'time_zone'>): string | undefined {
  const turn = lab.next_turn;
  if (!turn || turn.opens === lab.queue_open) return undefined;
  return `${turn.opens ? 'Opens' : 'Closes'} by itself ${formatMoment(turn.at, lab.time_zone ?? undefined)}.`;
}
