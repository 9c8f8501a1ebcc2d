import { Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { labQuery } from '../../api/queries';
import { LinkButton } from '../../components/link-button';
import { Loading } from '../../components/loading';
import { LiveGate } from '../../lab/lab-frame';
import { StaffOnly } from '../../lab/staff-only';
import { withLive } from '../../lab/use-lab';
import { type WallLab, seatsOf } from '../../live/lab-state';
import { useLiveWall } from '../../live/live-context';
import classes from './wall-page.module.css';

/** How many of those who wait a screen in the room shows. */
const shown = 12;

/** A lab's queue for a screen in the room: numbers and PCs, no names and no descriptions. */
export function WallPage() {
  const { labId } = useParams({ from: '/member/labs/$labId/wall' });
  const { data } = useSuspenseQuery(labQuery(labId));
  const live = useLiveWall(labId);
  const lab = withLive(data, live.state);
  if (lab.role === 'student') return <StaffOnly lab={lab} />;
  return (
    <div className={classes.wall}>
      <header className={classes.head}>
        <div>
          <Title order={1} className={classes.name}>
            {lab.name}
          </Title>
          <Text className={classes.room}>{lab.room}</Text>
        </div>
        <Text className={classes.state}>{stateText(lab.queue_open, lab.paused)}</Text>
      </header>
      {lab.announcement && <Text className={classes.words}>{lab.announcement.text}</Text>}
      <LiveGate live={live}>
        {live.state.view === 'wall' ? <Board state={live.state} /> : <Loading what="Loading the queue" />}
      </LiveGate>
      <footer className={classes.foot}>
        <LinkButton to="/labs/$labId/queue" params={{ labId }} variant="default" mih={44}>
          Leave this display
        </LinkButton>
      </footer>
    </div>
  );
}

function stateText(open: boolean, paused: boolean): string {
  if (!open) return 'The queue is closed';
  return paused ? 'The tutors take a break' : 'Ask for help: the queue is open';
}

function Board({ state }: { state: WallLab }) {
  const { waiting, helped } = seatsOf(state);
  const more = waiting.length - shown;
  return (
    <div className={classes.board}>
      <section aria-labelledby="wall-waiting">
        <Title order={2} id="wall-waiting" className={classes.part}>
          Waiting: {waiting.length}
        </Title>
        <ol className={classes.places} aria-label="Waiting">
          {waiting.slice(0, shown).map(({ id, seat }, index) => (
            <li key={id} className={classes.place}>
              <span className={classes.number}>{index + 1}</span>
              <span>PC {seat}</span>
            </li>
          ))}
        </ol>
        {more > 0 && <Text className={classes.room}>and {more} more</Text>}
      </section>
      <section aria-labelledby="wall-helped">
        <Title order={2} id="wall-helped" className={classes.part}>
          Being helped
        </Title>
        <ul className={classes.places} aria-label="Being helped">
          {helped.map(({ id, seat }) => (
            <li key={id} className={classes.place}>
              PC {seat}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
