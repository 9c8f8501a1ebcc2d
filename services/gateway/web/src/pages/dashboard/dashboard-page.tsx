import { Group, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { asProblem } from '../../api/problem';
import { labsQuery, organisationsQuery } from '../../api/queries';
import type { Lab } from '../../api/types';
import { EmptyList } from '../../components/empty-list';
import { LinkButton, TextLink } from '../../components/link-button';
import { Page } from '../../components/page';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { OwnRequests } from '../../components/requests/own-requests';
import { useLiveLabs } from '../../live/live-context';
import { useMe } from '../../session/use-me';
import { managesSomething } from '../../session/manages-something';
import { LabCard } from './lab-card';

/** Everybody's first page: what it shows follows the person's roles. */
export function DashboardPage() {
  const me = useMe();
  const labs = useQuery(labsQuery);
  const organisations = useQuery({ ...organisationsQuery, enabled: managesSomething(me) });
  const byRole = (role: Lab['role']) => (labs.data ?? []).filter((lab) => lab.role === role);
  const managed = byRole('manager');
  const helped = byRole('tutor');
  const attended = byRole('student');
  const createsLabs = (organisations.data ?? []).length > 0;
  return (
    <Page
      title={`Hello, ${me.account.display_name || me.account.username}`}
      documentTitle="Dashboard"
      size="lg"
      actions={
        <Group gap="xs">
          <LinkButton to="/join" variant="default">
            Join a lab
          </LinkButton>
          {createsLabs && <LinkButton to="/labs/new">Create a lab</LinkButton>}
        </Group>
      }
    >
      <ProblemAlert problem={labs.error ? asProblem(labs.error) : undefined} title="Your labs could not be loaded" />
      {labs.isPending && <Skeleton height={140} aria-label="Loading your labs" />}
      {labs.data?.length === 0 && !createsLabs && (
        <Panel title="Your labs">
          <EmptyList title="You are in no lab yet.">
            Ask your teacher for the join code, then{' '}
            <LinkButton to="/join" size="compact-md" variant="light">
              join a lab
            </LinkButton>
          </EmptyList>
        </Panel>
      )}
      {createsLabs && managed.length === 0 && (
        <Panel title="Labs you manage">
          <EmptyList title="You manage no lab yet.">Create one, then give its join code to your students.</EmptyList>
        </Panel>
      )}
      <LabSection title="Labs you manage" labs={managed} />
      <LabSection title="Labs you help in" labs={helped} />
      <LabSection title="Your labs" labs={attended} />
      {attended.length > 0 && <AttendedRequests labIds={attended.map((lab) => lab.id)} />}
      <Text size="sm" c="dimmed">
        New here? Read <TextLink to="/about">how Handup works</TextLink>.
      </Text>
    </Page>
  );
}

function AttendedRequests({ labIds }: { labIds: string[] }) {
  const states = useLiveLabs(labIds);
  const live = states.flatMap((state) => (state.view === 'student' ? Object.values(state.own) : []));
  return <OwnRequests live={live} hint="Open one of your labs to ask for help." />;
}

function LabSection({ title, labs }: { title: string; labs: Lab[] }) {
  if (labs.length === 0) return null;
  return (
    <Panel title={title}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {labs.map((lab) => (
          <LabCard key={lab.id} lab={lab} />
        ))}
      </SimpleGrid>
    </Panel>
  );
}
