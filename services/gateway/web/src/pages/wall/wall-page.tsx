import { Text, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { LinkButton } from '../../components/link-button';
import { Loading } from '../../components/loading';
import { LiveGate } from '../../lab/lab-frame';
import { StaffOnly } from '../../lab/staff-only';
import { useLab } from '../../lab/use-lab';
import { type StaffLab, helpedRequests, waitingRequests } from '../../live/lab-state';
import classes from './wall-page.module.css';

/** How many of those who wait a screen in the room shows. */
const shown = 12;

/** A lab's queue for a screen in the room: numbers and PCs, no names and no descriptions. */
export function WallPage() {
  const { labId } = useParams({ from: '/member/labs/$labId/wall' });
  const { lab, live } = useLab(labId);
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
        {live.state.view === 'staff' ? <Board state={live.state} /> : <Loading what="Loading the queue" />}
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

function Board({ state }: { state: StaffLab }) {
  const waiting = waitingRequests(state);
  const helped = helpedRequests(state);
  const more = waiting.length - shown;
  return (
    <div className={classes.board}>
      <section aria-labelledby="wall-waiting">
        <Title order={2} id="wall-waiting" className={classes.part}>
          Waiting: {waiting.length}
        </Title>
        <ol className={classes.places} aria-label="Waiting">
          {waiting.slice(0, shown).map((request, index) => (
            <li key={request.id} className={classes.place}>
              <span className={classes.number}>{index + 1}</span>
              <span>PC {request.seat}</span>
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
          {helped.map((request) => (
            <li key={request.id} className={classes.place}>
              PC {request.seat}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
