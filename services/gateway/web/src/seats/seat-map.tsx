import type { PlacedSeat } from '../api/types';
import classes from './seat-map.module.css';

export interface HandUp {
  seat: string;
  /** Place in the queue from 1; undefined where somebody helps there. */
  position?: number;
}

interface Props {
  seats: PlacedSeat[];
  /** Where help is needed or given. */
  hands?: HandUp[];
}

/** A room from above, the front at the top. */
export function SeatMap({ seats, hands = [] }: Props) {
  const first = Math.min(...seats.map(({ column }) => column));
  const columns = Math.max(...seats.map(({ column }) => column)) - first + 1;
  return (
    // A wide room is scrolled by the arrow keys, too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={classes.scroll} tabIndex={0} aria-label="Map, scrolls sideways">
      <div role="img" aria-label={inWords(seats, hands)} className={classes.room} style={{ gridTemplateColumns: `repeat(${columns}, minmax(2.5rem, 1fr))` }}>
        {seats.map(({ seat, column, row }) => {
          const hand = hands.find((one) => one.seat === seat);
          return (
            <div
              key={seat}
              className={classes.seat}
              style={{ gridColumn: column - first + 1, gridRow: row + 1 }}
              data-state={stateOf(hand)}
            >
              {seat}
              {hand?.position !== undefined && <span className={classes.position}>{hand.position}.</span>}
            </div>
          );
        })}
      </div>
    </section>
  );
}

function stateOf(hand: HandUp | undefined): string | undefined {
  if (!hand) return undefined;
  return hand.position === undefined ? 'helped' : 'waiting';
}

function inWords(seats: PlacedSeat[], hands: HandUp[]): string {
  const shown = hands.filter(({ seat }) => seats.some((one) => one.seat === seat));
  const words = shown.map(({ seat, position }) =>
    position === undefined ? `PC ${seat} is being helped` : `PC ${seat} waits as number ${position}`,
  );
  const room = `Map of the room with ${seats.length} ${seats.length === 1 ? 'seat' : 'seats'}`;
  return words.length === 0 ? room : `${room}: ${words.join(', ')}`;
}
