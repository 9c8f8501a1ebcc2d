import { Alert, Container, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { LinkButton } from '../../components/link-button';
import { Panel } from '../../components/panel';
import { meQuery } from '../../session/me';

export function HomePage() {
  const { data: me } = useQuery(meQuery);
  const { next } = useSearch({ from: '/' });
  useEffect(() => {
    document.title = 'Handup';
  }, []);
  return (
    <Container size="md" py="xl" px="md">
      <Stack gap="xl">
        {next !== undefined && !me && (
          <Alert role="alert" color="yellow" variant="light">
            Please log in to continue.
          </Alert>
        )}
        <Stack gap="md" py="lg">
          <Title order={1} size="2.5rem" lh={1.15}>
            Put a hand up and keep working.
          </Title>
          <Text size="lg" c="dimmed" maw="38rem">
            Ask for help in your computer lab, see your place in the queue, and be told who is coming. Tutors always know
            who is next.
          </Text>
          <Group gap="sm">
            {me ? <LinkButton to="/dashboard" size="md">Go to your dashboard</LinkButton> : <GuestLinks next={next} />}
            <LinkButton to="/about" size="md" variant={me ? 'default' : 'subtle'}>
              About
            </LinkButton>
          </Group>
        </Stack>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <Panel title="Students">
            <Text size="sm">Ask in seconds from your PC or phone. Your place in the queue is live.</Text>
          </Panel>
          <Panel title="Tutors">
            <Text size="sm">One button takes the next request. Nobody is helped twice or forgotten.</Text>
          </Panel>
          <Panel title="Managers">
            <Text size="sm">See how many ask in each hour and how long they wait.</Text>
          </Panel>
        </SimpleGrid>
      </Stack>
    </Container>
  );
}

function GuestLinks({ next }: { next: string | undefined }) {
  const search = next === undefined ? {} : { next };
  return (
    <>
      <LinkButton to="/register" search={search} size="md">
        Register
      </LinkButton>
      <LinkButton to="/login" search={search} size="md" variant="default">
        Log in
      </LinkButton>
    </>
  );
}
