import { Button, Paper, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { answer, api } from '../../api/client';
import { labsQuery } from '../../api/queries';
import { Page } from '../../components/page';
import { ProblemAlert } from '../../components/problem-alert';
import { useApiForm } from '../../forms/use-api-form';
import { meQuery } from '../../session/me';

export function JoinPage() {
  return <JoinForm code="" seat={useSearch({ from: '/member/join' }).seat} />;
}

export function JoinByLinkPage() {
  const { code } = useParams({ from: '/member/join/$code' });
  const { seat } = useSearch({ from: '/member/join/$code' });
  return <JoinForm key={code} code={code} seat={seat} />;
}

function JoinForm({ code, seat }: { code: string; seat: string | undefined }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { form, onSubmit, pending, problem } = useApiForm({
    initialValues: { code },
    validate: { code: isNotEmpty('Enter the join code of your lab.') },
    send: (values) => answer(api.POST('/api/v1/memberships', { body: { code: values.code.trim() } })),
    onDone: async (membership) => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
        queryClient.invalidateQueries({ queryKey: labsQuery.queryKey }),
      ]);
      if (!membership.lab_id) return navigate({ to: '/dashboard' });
      const search = seat === undefined ? {} : { seat };
      return navigate({ to: '/labs/$labId', params: { labId: membership.lab_id }, search });
    },
  });
  return (
    <Page title="Join a lab" size="xs">
      <Paper p="lg" bg="var(--handup-card)" withBorder>
        <form onSubmit={onSubmit} noValidate aria-label="Join a lab">
          <Stack>
            <ProblemAlert problem={problem} title="Not joined" />
            <TextInput
              label="Join code"
              description="From your teacher, or from the poster in the room."
              autoCapitalize="characters"
              autoComplete="off"
              spellCheck={false}
              required
              {...form.getInputProps('code')}
            />
            <Button type="submit" loading={pending} size="md" mih={44}>
              Join
            </Button>
            {code !== '' && <Text size="sm">The code was filled in from your link. Press “Join” to enter the lab.</Text>}
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
