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
  return { lab: withLive(data, live.state), live };
}

/** A lab as it was fetched, with what the live connection knows newer. */
export function withLive(lab: Lab, state: LabState): Lab {
  return state.view === 'unknown' ? lab : { ...lab, ...gone, ...state.lab };
}

/** What the live picture leaves out is no more, whatever was fetched before. */
const gone = { announcement: undefined, opened_at: undefined, next_turn: undefined };
