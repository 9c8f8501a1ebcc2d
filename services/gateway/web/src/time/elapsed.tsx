import { formatDuration, secondsSince } from './format';
import { useNow } from './use-now';

/** How long ago `since` is, ticking. */
export function Elapsed({ since }: { since: string }) {
  const seconds = secondsSince(since, useNow());
  return <time dateTime={since}>{formatDuration(seconds)}</time>;
}
