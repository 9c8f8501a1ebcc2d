// Past and present requests as a list, each with what happened to it on demand.
import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { requestQuery } from '../../api/queries';
import { asProblem } from '../../api/problem';
import type { HelpRequest } from '../../api/types';
import { DateTime } from '../../time/date-time';
import { Loading } from '../loading';
import { ProblemAlert } from '../problem-alert';
import { historyText } from './history-text';
import classes from './request-list.module.css';
import { StatusBadge, outcomeText } from './status-badge';

interface Props {
  requests: HelpRequest[];
  timeZone?: string;
  /** Names the student; for staff. */
  withStudent?: boolean;
  label: string;
}

export function RequestList({ requests, timeZone, withStudent = false, label }: Props) {
  return (
    <ul className={classes.list} aria-label={label}>
      {requests.map((request) => (
        <li key={request.id} className={classes.item}>
          <RequestEntry request={request} timeZone={timeZone} withStudent={withStudent} />
        </li>
      ))}
    </ul>
  );
}

function RequestEntry({ request, timeZone, withStudent }: { request: HelpRequest; timeZone?: string; withStudent: boolean }) {
  const [opened, { toggle }] = useDisclosure();
  const id = useId();
  const outcome = outcomeText(request);
  return (
    <Stack gap={4}>
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <StatusBadge status={request.status} />
          <Text fw={600}>PC {request.seat}</Text>
          {withStudent && <Text size="sm">{request.student_name}</Text>}
          {request.topic && <Text size="sm">· {request.topic}</Text>}
        </Group>
        <Text size="sm" c="dimmed">
          <DateTime at={request.created_at} timeZone={timeZone} />
        </Text>
      </Group>
      <Text size="sm">{request.description}</Text>
      {outcome && (
        <Text size="sm" c="dimmed">
          {request.status === 'completed' ? 'Completed' : 'Ended'}: {outcome}
        </Text>
      )}
      {request.note && (
        <Text size="sm" c="dimmed">
          Tutor’s note: {request.note}
        </Text>
      )}
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={opened}
          aria-controls={id}
          aria-label={`What happened to the request from PC ${request.seat}`}
          onClick={toggle}
        >
          What happened
        </Button>
      </div>
      <div id={id} hidden={!opened}>
        {opened && <RequestHistory requestId={request.id} version={request.version} timeZone={timeZone} />}
      </div>
    </Stack>
  );
}

function RequestHistory({ requestId, version, timeZone }: { requestId: string; version: number; timeZone?: string }) {
  const { data, error, isPending } = useQuery(requestQuery(requestId, version));
  if (isPending) return <Loading />;
  if (error) return <ProblemAlert problem={asProblem(error)} title="The history could not be loaded" />;
  return (
    <List size="sm" type="ordered">
      {data.history.map((entry) => (
        <List.Item key={`${entry.at} ${entry.what}`}>
          <DateTime at={entry.at} timeZone={timeZone} /> {historyText(entry)}
        </List.Item>
      ))}
    </List>
  );
}
