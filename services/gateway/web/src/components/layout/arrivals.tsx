import { notifications as toasts } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { labsQuery } from '../../api/queries';
import { useLiveMe } from '../../live/live-context';
import { meQuery } from '../../session/me';

/** Shows notifications as they arrive, and follows changes of the person's memberships. */
export function Arrivals() {
  const { arrived, membershipChanges } = useLiveMe();
  const shown = useRef(0);
  const queryClient = useQueryClient();

  useEffect(() => {
    // The live state begins anew with another account.
    if (arrived.length < shown.current) shown.current = 0;
    for (const { id, title, body } of arrived.slice(shown.current)) {
      toasts.show({ id, title, message: body, autoClose: 8_000, closeButtonProps: { 'aria-label': 'Dismiss' } });
    }
    shown.current = arrived.length;
  }, [arrived]);

  useEffect(() => {
    if (membershipChanges === 0) return;
    void queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
    void queryClient.invalidateQueries({ queryKey: labsQuery.queryKey });
    void queryClient.invalidateQueries({ queryKey: ['lab'] });
  }, [membershipChanges, queryClient]);

  return null;
}
