// Times and durations in words. Times come in UTC and are shown in a given IANA time zone, or in
// the browser's where none is known.

const locale = 'en-GB';

/** "14:05" for today, else "21 Nov, 14:05"; with the year where it is another one. */
export function formatTime(iso: string, timeZone?: string, now: Date = new Date()): string {
  const date = new Date(iso);
  const day = (value: Date) => new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone }).format(value);
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hour12: false, timeZone };
  if (day(date) === day(now)) return new Intl.DateTimeFormat(locale, time).format(date);
  const withYear = day(date).slice(-4) === day(now).slice(-4) ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...withYear, ...time }).format(date);
}

/** A moment of the coming days: "Mon 30 Nov, 10:00". */
export function formatMoment(iso: string, timeZone?: string): string {
  const date = new Date(iso);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(date);
  const day = `${part({ weekday: 'short' })} ${part({ day: 'numeric', month: 'short' })}`;
  return `${day}, ${part({ hour: '2-digit', minute: '2-digit', hour12: false })}`;
}

/** Start of an hour for a chart's axis: "14:00", or "Mon 14:00" where the span has many days. */
export function formatHour(iso: string, withDay: boolean, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    ...(withDay ? { weekday: 'short' as const } : {}),
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZone,
  }).format(new Date(iso));
}

/** "45 s", "4 min 32 s", "1 h 5 min". Negative seconds (a clock that is behind) count as 0. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return whole % 60 > 0 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  return `${whole} s`;
}

/** Seconds from `iso` until `nowMs`, at least 0. */
export function secondsSince(iso: string, nowMs: number): number {
  return Math.max(0, (nowMs - Date.parse(iso)) / 1000);
}
