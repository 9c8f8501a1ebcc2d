import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderInApp } from '../testing/render';
import { SeatMap } from './seat-map';

it('says in words where help is needed and given', () => {
  const seats = ['1', '2', '3'].map((seat, column) => ({ seat, column, row: 0 }));
  const hands = [{ seat: '2', position: 1 }, { seat: '3' }, { seat: 'corridor', position: 2 }];
  renderInApp(<SeatMap seats={seats} hands={hands} />);
  expect(screen.getByRole('img')).toHaveAccessibleName(
    'Map of the room with 3 seats: PC 2 waits as number 1, PC 3 is being helped',
  );
});
