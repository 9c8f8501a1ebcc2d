import { formatTime } from './format';

/** A moment, in the given time zone or the browser's. */
export function DateTime({ at, timeZone }: { at: string; timeZone?: string }) {
  return <time dateTime={at}>{formatTime(at, timeZone)}</time>;
}
