// Figures per hour, ready for a chart.
import type { Hour } from '../../api/types';
import { formatHour } from '../../time/format';

export interface HourBar {
  /** Start of the hour in UTC. */
  from: string;
  label: string;
  Requests: number;
  Helped: number;
}

const hourMs = 3_600_000;

/**
 * One bar for every hour of the span, also for those without a request, so that a quiet hour is
 * seen as one.
 *
 * @param hours those that have a request, in order.
 */
export function hourBars(from: string, to: string, hours: Hour[], timeZone?: string): HourBar[] {
  const known = new Map(hours.map((hour) => [Date.parse(hour.from), hour]));
  // The server's hours may not begin at a full hour of UTC (India's do not).
  const [first] = known.keys();
  const offset = (first ?? 0) % hourMs;
  const start = Math.floor((Date.parse(from) - offset) / hourMs) * hourMs + offset;
  const end = Date.parse(to);
  const withDay = end - start > 25 * hourMs;
  const bars: HourBar[] = [];
  for (let at = start; at < end; at += hourMs) {
    const iso = new Date(at).toISOString();
    const hour = known.get(at);
    bars.push({
      from: iso,
      label: formatHour(iso, withDay, timeZone),
      Requests: hour?.requests ?? 0,
      Helped: hour?.helped ?? 0,
    });
  }
  return bars;
}
