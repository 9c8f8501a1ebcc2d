import type { HelpRequest } from '../../api/types';
import classes from './status-badge.module.css';

const statusWords: Record<HelpRequest['status'], string> = {
  pending: 'Pending',
  in_progress: 'In progress',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

const outcomeWords: Record<NonNullable<HelpRequest['outcome']>, string> = {
  helped: 'helped by a tutor',
  resolved_alone: 'solved without help',
  withdrawn: 'withdrawn',
  sent_home: 'the queue closed before its turn',
  not_found: 'nobody was at the PC',
};

/** A request's status in words; the colour says nothing more. */
export function StatusBadge({ status }: { status: HelpRequest['status'] }) {
  return (
    <span className={classes.badge} data-status={status}>
      {statusWords[status]}
    </span>
  );
}

/** How a finished request came to its end. */
export function outcomeText(request: HelpRequest): string | undefined {
  if (request.outcome === 'helped' && request.helper_name) return `helped by ${request.helper_name}`;
  return request.outcome ? outcomeWords[request.outcome] : undefined;
}
