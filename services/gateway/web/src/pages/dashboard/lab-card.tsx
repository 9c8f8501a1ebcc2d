import { Group, Paper, Text, Title } from '@mantine/core';
import type { Lab } from '../../api/types';
import { LinkButton } from '../../components/link-button';
import { QueueStateBadge } from '../../lab/lab-frame';
import { type LabState, helpedRequests, ownOpenRequest, positionOf, waitingRequests } from '../../live/lab-state';
import { useLiveLab } from '../../live/live-context';

/** A lab at a glance, live, with the one step that fits the person's role in it. */
export function LabCard({ lab }: { lab: Lab }) {
  const { state } = useLiveLab(lab.id);
  const current = state.view === 'unknown' ? lab : { ...lab, ...state.lab };
  return (
    <Paper p="md" withBorder bg="var(--mantine-color-body)" style={{ borderColor: 'var(--handup-line)' }}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <div>
          <Title order={3} size="h5">
            {current.name}
          </Title>
          <Text size="sm" c="dimmed">
            {current.room}
          </Text>
        </div>
        <QueueStateBadge lab={current} />
      </Group>
      <Text my="sm">{situation(lab, state)}</Text>
      <Group gap="xs">
        <NextSteps lab={lab} state={state} />
      </Group>
    </Paper>
  );
}

function NextSteps({ lab, state }: { lab: Lab; state: LabState }) {
  const params = { labId: lab.id };
  if (lab.role === 'student') {
    const asking = state.view === 'student' && ownOpenRequest(state) !== undefined;
    return (
      <LinkButton to="/labs/$labId/ask" params={params} aria-label={`${asking ? 'Your request' : 'Ask for help'} in ${lab.name}`}>
        {asking ? 'Your request' : 'Ask for help'}
      </LinkButton>
    );
  }
  return (
    <>
      {lab.role === 'manager' && (
        <LinkButton to="/labs/$labId/manage" params={params} aria-label={`Manage ${lab.name}`}>
          Manage
        </LinkButton>
      )}
      <LinkButton
        to="/labs/$labId/queue"
        params={params}
        variant={lab.role === 'manager' ? 'default' : 'filled'}
        aria-label={`Open the queue of ${lab.name}`}
      >
        Open queue
      </LinkButton>
    </>
  );
}

/** The queue in one sentence, as the person may know it. */
function situation(lab: Lab, state: LabState): string {
  if (state.view === 'student') {
    const own = ownOpenRequest(state);
    if (own?.status === 'in_progress') return `${own.helper_name ?? 'A tutor'} is coming to PC ${own.seat}.`;
    const position = own && positionOf(state, own.id);
    if (position) return `You are number ${position} in the queue.`;
    const waiting = Object.values(state.tickets).filter((ticket) => ticket.state === 'waiting').length;
    return people(waiting, 'waiting');
  }
  if (state.view === 'staff') return staffSituation(waitingRequests(state).length, helpedRequests(state).length);
  return lab.role === 'student' ? people(lab.waiting, 'waiting') : staffSituation(lab.waiting, lab.in_progress);
}

function staffSituation(waiting: number, helped: number): string {
  return `${people(waiting, 'waiting')} ${helped === 0 ? '' : people(helped, 'being helped')}`.trim();
}

function people(count: number, doing: string): string {
  if (count === 0) return `Nobody is ${doing}.`;
  return count === 1 ? `1 person is ${doing}.` : `${count} people are ${doing}.`;
}
