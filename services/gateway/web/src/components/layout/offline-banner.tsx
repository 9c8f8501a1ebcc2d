import { Alert } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useConnectionStatus, useLiveClient } from '../../live/live-context';

/** A shorter interruption is repaired before anybody has to know. */
export const patienceMs = 2_000;

/** True while the browser is offline, or the live connection has been lost for a while. */
export function useOffline(): boolean {
  const { online } = useNetwork();
  const watched = useLiveClient() !== null;
  const { lostAt } = useConnectionStatus();
  // Which interruption has lasted too long.
  const [longLostAt, setLongLostAt] = useState<number>();

  useEffect(() => {
    if (lostAt === undefined) return undefined;
    const timer = setTimeout(() => setLongLostAt(lostAt), Math.max(0, lostAt + patienceMs - Date.now()));
    return () => clearTimeout(timer);
  }, [lostAt]);

  return !online || (watched && lostAt !== undefined && lostAt === longLostAt);
}

/** Says that what is on the screen may be old. Goes away by itself. */
export function OfflineBanner() {
  const offline = useOffline();
  // The region is always there, because a screen reader watches only what it has seen before.
  return (
    <div role="status">
      {offline && (
        <Alert color="yellow" variant="filled" radius={0} py="xs" title="You are offline">
          Handup cannot be reached right now. What you see may be out of date. It reconnects by itself.
        </Alert>
      )}
    </div>
  );
}
