import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answer, api } from '../../api/client';
import { asProblem } from '../../api/problem';
import { sessionsQuery } from '../../api/queries';
import type { OwnSession } from '../../api/types';
import { ConfirmButton } from '../../components/confirm-button';
import { announce } from '../../components/layout/announcer';
import { Loading } from '../../components/loading';
import { Page } from '../../components/page';
import { ProblemAlert } from '../../components/problem-alert';
import { sessionClosed } from '../../session/me';
import { deviceName } from './device-name';
import classes from './sessions-page.module.css';
import { DateTime } from '../../time/date-time';

export function SessionsPage() {
  const sessions = useQuery(sessionsQuery);
  return (
    <Page title="Sessions" subtitle="Where you are logged in." size="sm">
      <ProblemAlert
        problem={sessions.error ? asProblem(sessions.error) : undefined}
        title="Your sessions could not be loaded"
      />
      {sessions.isPending && <Loading what="Loading your sessions" />}
      {sessions.data && (
        <ul className={classes.list} aria-label="Your sessions">
          {sessions.data.map((session) => (
            <li key={session.id} className={classes.entry}>
              <SessionEntry session={session} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

function SessionEntry({ session }: { session: OwnSession }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const device = deviceName(session.device);
  const end = async () => {
    await answer(
      api.DELETE('/api/v1/sessions/{session_id}', { params: { path: { session_id: session.id } } }),
    );
    if (session.current) {
      await sessionClosed(queryClient, () => navigate({ to: '/' }));
      return;
    }
    announce(`The session on ${device} was ended.`);
    await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  };
  return (
    <Group justify="space-between">
      <Stack gap={0}>
        <Group gap="xs">
          <Title order={2} size="h5">
            {device}
          </Title>
          {session.current && (
            <Badge variant="light" tt="none">
              This session
            </Badge>
          )}
        </Group>
          <Text size="sm">
            Began <DateTime at={session.created_at} />
          </Text>
          <Text size="sm">
            Last used <DateTime at={session.last_used_at} />
          </Text>
      </Stack>
      <ConfirmButton
          question={session.current ? 'Log out here?' : 'End this session?'}
          explanation={
            session.current
              ? 'You have to log in again on this device.'
              : `Whoever uses ${device} has to log in again.`
          }
          confirmLabel={session.current ? 'Log out' : 'End the session'}
          aria-label={session.current ? 'End this session' : `End the session on ${device}`}
          onConfirm={end}
        >
          End
      </ConfirmButton>
    </Group>
  );
}
