import { describe, expect, it } from 'vitest';
import { SeatListError, seatList } from './seat-list';

describe('the seats of a room', () => {
  it('are numbers, ranges and names, each once', () => {
    expect(seatList('1-4, 3; 7\nWindow left,')).toEqual(['1', '2', '3', '4', '7', 'Window left']);
  });

  it('are refused where there are none, too many, or a range that runs back', () => {
    for (const text of ['', ' , ', '9-1', '1-100000']) {
      expect(() => seatList(text)).toThrow(SeatListError);
    }
  });
});
