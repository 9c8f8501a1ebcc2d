// The seats of a room, as somebody types them.

/** Most seats of a sheet. */
const longest = 400;

/** What was typed cannot be understood. */
export class SeatListError extends Error {}

/**
 * "1-4, 7, Window" as ["1", "2", "3", "4", "7", "Window"]; each seat once.
 *
 * @throws SeatListError where there is no seat, or there are too many.
 */
export function seatList(text: string): string[] {
  const seats = new Set<string>();
  for (const part of text.split(/[,;\n]/)) {
    for (const seat of seatsOf(part.trim())) seats.add(seat);
    if (seats.size > longest) throw new SeatListError(`A sheet has at most ${longest} seats.`);
  }
  if (seats.size === 0) throw new SeatListError('Enter at least one PC number, such as 1-30.');
  return [...seats];
}

function seatsOf(part: string): string[] {
  const range = /^(\d{1,6})\s*[-–]\s*(\d{1,6})$/.exec(part);
  if (!range) return part === '' ? [] : [part];
  const [from, to] = [Number(range[1]), Number(range[2])];
  if (to < from) throw new SeatListError(`${part}: the first number is larger than the last.`);
  if (to - from >= longest) throw new SeatListError(`A sheet has at most ${longest} seats.`);
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}
