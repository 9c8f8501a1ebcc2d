import { array, assert, integer, property, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeatPlanError, planOf, seatsFrom } from './seat-plan';

describe('a room as somebody types it', () => {
  it('has a line for each row and a dot where nobody sits', () => {
    expect(seatsFrom('1 2 . 3\n\n . 4')).toEqual([
      { seat: '1', column: 0, row: 0 },
      { seat: '2', column: 1, row: 0 },
      { seat: '3', column: 3, row: 0 },
      { seat: '4', column: 1, row: 2 },
    ]);
  });

  it('can be pasted from a spreadsheet, with names of several words', () => {
    expect(seatsFrom('1\t\tWindow left')).toEqual([
      { seat: '1', column: 0, row: 0 },
      { seat: 'Window left', column: 2, row: 0 },
    ]);
  });

  it.each(['1 2\n2', Array.from({ length: 41 }, (_, seat) => seat).join(' ')])('is refused where it cannot be: %s', (plan) => {
    expect(() => seatsFrom(plan)).toThrow(SeatPlanError);
  });

  it('is read as it is written', () => {
    const place = integer({ min: 0, max: 39 });
    const places = uniqueArray(array(place, { minLength: 2, maxLength: 2 }), { selector: String, maxLength: 60 });
    assert(
      property(places, (found) => {
        const seats = found
          .map(([column, row], index) => ({ seat: index % 7 === 3 ? `PC ${index}` : `${index}`, column: column ?? 0, row: row ?? 0 }))
          .toSorted((a, b) => a.row - b.row || a.column - b.column);
        expect(seatsFrom(planOf(seats))).toEqual(seats);
      }),
    );
  });
});
