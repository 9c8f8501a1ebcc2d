// A room as somebody types it: a line for each row, front to back, and "." for a place without a PC.
import type { PlacedSeat } from '../api/types';

/** Columns and rows of the grid, and seats of a room, that the server takes. */
const longestSide = 40;
const mostSeats = 400;

const gap = '.';

/** What was typed cannot be understood. */
export class SeatPlanError extends Error {}

/**
 * "1 2 . 3" as three seats in one row. Cells are separated by spaces or, where there is a tab, by
 * tabs, as a spreadsheet copies them: there names may have spaces.
 *
 * @throws SeatPlanError where a PC is there twice, or the room is too large.
 */
export function seatsFrom(plan: string): PlacedSeat[] {
  const seats: PlacedSeat[] = [];
  const known = new Set<string>();
  const separator = plan.includes('\t') ? '\t' : / +/;
  for (const [row, line] of plan.split('\n').entries()) {
    // Spaces before the first PC are no places of their own.
    const cells = separator === '\t' ? line.split(separator) : line.trim().split(separator);
    for (const [column, cell] of cells.map((text) => text.trim()).entries()) {
      if (cell === gap || cell === '') continue;
      if (known.has(cell)) throw new SeatPlanError(`PC ${cell} is there twice.`);
      if (row >= longestSide || column >= longestSide) {
        throw new SeatPlanError(`A room has at most ${longestSide} rows of ${longestSide} places.`);
      }
      known.add(cell);
      seats.push({ seat: cell, column, row });
    }
  }
  if (seats.length > mostSeats) throw new SeatPlanError(`A room has at most ${mostSeats} seats.`);
  return seats;
}

/** The seats as somebody would type them. */
export function planOf(seats: PlacedSeat[]): string {
  const names = new Map(seats.map(({ seat, column, row }) => [`${column}/${row}`, seat]));
  const separator = seats.some(({ seat }) => seat.includes(' ')) ? '\t' : ' ';
  const rowText = (row: number) => {
    const inRow = seats.filter((seat) => seat.row === row);
    return upTo(inRow.map(({ column }) => column))
      .map((column) => names.get(`${column}/${row}`) ?? gap)
      .join(separator);
  };
  const plan = upTo(seats.map(({ row }) => row))
    .map(rowText)
    .join('\n');
  // A single column of names with spaces has no tab of its own to say so.
  return separator === '\t' && !plan.includes(separator) ? plan + separator : plan;
}

/** 0, 1 and so on to the largest of these; nothing for none. */
function upTo(numbers: number[]): number[] {
  return Array.from({ length: Math.max(-1, ...numbers) + 1 }, (_, number) => number);
}
