import { useEffect, useRef } from 'react';
import type { HelpRequest } from '../../api/types';
import { announce } from '../../components/layout/announcer';

/** Says who has joined the queue since the page was opened. */
export function useArrivalAnnouncements(waiting: HelpRequest[]): void {
  const known = useRef<Set<string>>(null);
  useEffect(() => {
    const before = known.current;
    known.current = new Set([...(before ?? []), ...waiting.map((request) => request.id)]);
    if (!before) return;
    const seats = waiting.filter((request) => !before.has(request.id)).map((request) => `PC ${request.seat}`);
    if (seats.length > 0) announce(`${seats.join(', ')} asks for help. ${waiting.length} waiting.`);
  }, [waiting]);
}
