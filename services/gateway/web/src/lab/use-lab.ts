import { useSuspenseQuery } from '@tanstack/react-query';
import { labQuery } from '../api/queries';
import type { Lab } from '../api/types';
import type { LabState } from '../live/lab-state';
import { useLiveLab } from '../live/live-context';
import type { Topic } from '../live/live-client';

/** A lab, with what the live connection knows newer. */
export function useLab(labId: string): { lab: Lab; live: Topic<LabState> } {
  const { data } = useSuspenseQuery(labQuery(labId));
  const live = useLiveLab(labId);
  const lab = live.state.view === 'unknown' ? data : { ...data, ...gone, ...live.state.lab };
  return { lab, live };
}

/** What the live picture leaves out is no more, whatever was fetched before. */
const gone = { announcement: undefined, opened_at: undefined, next_turn: undefined };
