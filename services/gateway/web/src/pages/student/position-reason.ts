// The reason for a place in the queue, in words.
import type { StudentLab } from '../../live/lab-state';
import { ticketsAhead } from '../../live/lab-state';

/** Who is ahead, and what is special about them: "2 people are ahead of you; one is not called yet." */
export function positionReason(state: StudentLab, requestId: string, nowMs: number): string {
  const ahead = ticketsAhead(state, requestId);
  if (ahead.length === 0) return 'You are next.';
  const people = ahead.length === 1 ? '1 person is ahead of you' : `${ahead.length} people are ahead of you`;
  const reasons: string[] = [];
  const held = ahead.filter(({ held_until }) => held_until && Date.parse(held_until) > nowMs).length;
  if (held > 0) reasons.push(`${some(held, ahead.length)} asked to be called later`);
  if (state.lab.policy.order === 'first_help_first' && !state.tickets[requestId]?.first) {
    const first = ahead.filter((ticket) => ticket.first).length;
    if (first > 0) reasons.push(`${some(first, ahead.length)} ${first === 1 ? 'asks' : 'ask'} for the first time in this session`);
  }
  return `${[people, ...reasons].join('; ')}.`;
}

function some(count: number, all: number): string {
  if (all === 1) return 'this one';
  if (count === all) return 'all of them';
  return count === 1 ? 'one of them' : `${count} of them`;
}
