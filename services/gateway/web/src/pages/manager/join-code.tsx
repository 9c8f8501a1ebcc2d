import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { asProblem } from '../../api/problem';
import { joinCodeQuery } from '../../api/queries';
import { ConfirmButton } from '../../components/confirm-button';
import { CheckIcon, CopyIcon } from '../../components/icons';
import { LinkButton } from '../../components/link-button';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';

/** How students come into the lab. */
export function JoinCode({ labId }: { labId: string }) {
  const queryClient = useQueryClient();
  const query = joinCodeQuery(labId);
  const { data: code, error } = useQuery(query);
  return (
    <Panel title="Join code">
      <ProblemAlert problem={error ? asProblem(error) : undefined} title="The join code could not be loaded" />
      {code === undefined && !error && <Loading what="Loading the join code" />}
      {code !== undefined && (
        <Stack gap="sm">
          <Text>Students enter this code under “Join a lab”, or open the link.</Text>
          <Copyable label="code" text={code} />
          <Copyable label="link" text={joinLink(code)} />
          <Group gap="xs">
            <LinkButton to="/labs/$labId/seats" params={{ labId }} variant="default">
              Codes for the seats
            </LinkButton>
            <ConfirmButton
              question="Replace the join code?"
              explanation="The old code and its link stop working. Who has joined already stays."
              confirmLabel="Replace the code"
              onConfirm={async () => {
                const replaced = await answer(
                  api.POST('/api/v1/labs/{lab_id}/join-code', { params: { path: { lab_id: labId } } }),
                );
                queryClient.setQueryData(query.queryKey, replaced.code);
              }}
            >
              Replace code
            </ConfirmButton>
          </Group>
        </Stack>
      )}
    </Panel>
  );
}

/** Address that opens the join page with the code filled in. */
export function joinLink(code: string): string {
  return new URL(`/join/${encodeURIComponent(code)}`, window.location.origin).href;
}

function Copyable({ label, text }: { label: string; text: string }) {
  return (
    <Group gap="xs">
      <Code fz={label === 'code' ? 'xl' : 'sm'} bg="var(--mantine-color-body)">
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            size="compact-md"
            leftSection={copied ? <CheckIcon /> : <CopyIcon />}
            onClick={copy}
            aria-label={copied ? `The ${label} is copied` : `Copy the ${label}`}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
