import { useEffect, useRef } from 'react';
import type { HelpRequest } from '../../api/types';
import { announce } from '../../components/layout/announcer';
import { peopleAhead } from './ticket-card';

/** Says what changed about the person's open request, for those who do not see the page. */
export function useAnnouncements(request: HelpRequest | undefined, position: number | undefined): void {
  const status = request?.status;
  const helper = request?.helper_name;
  const before = useRef({ status, position });
  useEffect(() => {
    const last = before.current;
    before.current = { status, position };
    if (status === 'in_progress' && last.status !== status) {
      announce(`${helper ?? 'A tutor'} accepted your request and is coming.`);
    } else if (status === 'pending' && last.status === 'in_progress') {
      announce('Your request is back in the queue.');
    } else if (status === undefined && last.status === 'in_progress') {
      announce('Your request is completed.');
    } else if (position !== undefined && last.position !== undefined && position !== last.position) {
      announce(`You are now number ${position} in the queue. ${peopleAhead(position)}`);
    }
  }, [status, position, helper]);
}
