import { Button, NativeSelect, Paper, Stack } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answer, api } from '../../api/client';
import { labsQuery, organisationsQuery } from '../../api/queries';
import type { Lab, Organisation } from '../../api/types';
import { EmptyList } from '../../components/empty-list';
import { LinkButton } from '../../components/link-button';
import { Page } from '../../components/page';
import { ProblemAlert } from '../../components/problem-alert';
import { useApiForm } from '../../forms/use-api-form';
import { LabFields, type LabValues, labRules } from '../../lab/lab-fields';
import { meQuery } from '../../session/me';

export function CreateLabPage() {
  const { data: organisations } = useSuspenseQuery(organisationsQuery);
  const [first] = organisations;
  return (
    <Page title="Create a lab" size="xs">
      <Paper p="lg" bg="var(--handup-card)" withBorder>
        {first ? (
          <CreateLabForm organisations={organisations} first={first} />
        ) : (
          <EmptyList title="You manage no organisation.">
            Labs are created by the managers of an organisation.{' '}
            <LinkButton to="/dashboard" size="compact-md" variant="light">
              Go to your dashboard
            </LinkButton>
          </EmptyList>
        )}
      </Paper>
    </Page>
  );
}

interface CreateValues extends LabValues {
  organisation_id: string;
}

function CreateLabForm({ organisations, first }: { organisations: Organisation[]; first: Organisation }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const apiForm = useApiForm<CreateValues, Lab>({
    initialValues: { organisation_id: first.id, name: '', room: '', topics: [] },
    validate: { ...labRules, organisation_id: isNotEmpty('Choose an organisation.') },
    send: (body) => answer(api.POST('/api/v1/labs', { body })),
    onDone: async (lab) => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: labsQuery.queryKey }),
        queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
      ]);
      // The next thing to do is to give the join code to the students.
      await navigate({ to: '/labs/$labId/manage', params: { labId: lab.id }, search: { tab: 'settings' } });
    },
  });
  return (
    <form onSubmit={apiForm.onSubmit} noValidate aria-label="Create a lab">
      <Stack>
        <ProblemAlert problem={apiForm.problem} title="Not created" />
        {organisations.length > 1 && (
          <NativeSelect
            label="Organisation"
            data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
            {...apiForm.form.getInputProps('organisation_id')}
          />
        )}
        <LabFields apiForm={apiForm} />
        <Button type="submit" size="md" loading={apiForm.pending}>
          Create lab
        </Button>
      </Stack>
    </form>
  );
}
