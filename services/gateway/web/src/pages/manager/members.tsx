import { Button, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { asProblem } from '../../api/problem';
import { membersQuery } from '../../api/queries';
import type { Membership, Role } from '../../api/types';
import { ConfirmButton } from '../../components/confirm-button';
import { announce } from '../../components/layout/announcer';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { useApiForm } from '../../forms/use-api-form';
import { useMe } from '../../session/use-me';

const roleWords: Record<Role, string> = { student: 'Student', tutor: 'Tutor', manager: 'Manager' };

/** Who is in the lab, with adding by username and removing. */
export function Members({ labId }: { labId: string }) {
  const members = useQuery(membersQuery(labId));
  return (
    <Stack gap="lg">
      <Panel title="Add somebody">
        <AddMember labId={labId} />
      </Panel>
      <Panel title="Members">
        <ProblemAlert
          problem={members.error ? asProblem(members.error) : undefined}
          title="The members could not be loaded"
        />
        {members.isPending && <Loading what="Loading the members" />}
        {members.data && <MembersTable labId={labId} members={members.data} />}
      </Panel>
    </Stack>
  );
}

function useMembersChanged(labId: string) {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: membersQuery(labId).queryKey });
}

function AddMember({ labId }: { labId: string }) {
  const changed = useMembersChanged(labId);
  const { form, onSubmit, pending, problem } = useApiForm({
    initialValues: { username: '', role: 'tutor' },
    validate: { username: isNotEmpty('Enter the username of an account.') },
    send: ({ username, role }) =>
      answer(
        api.POST('/api/v1/labs/{lab_id}/members', {
          params: { path: { lab_id: labId } },
          body: { username: username.trim(), role: role as Role },
        }),
      ),
    onDone: async (member) => {
      form.reset();
      announce(`${member.display_name || member.username} was added.`);
      await changed();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate aria-label="Add somebody">
      <Stack>
        <ProblemAlert problem={problem} title="Not added" />
        <Group align="flex-start" gap="sm">
          <TextInput
            label="Username"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
            flex="1 1 12rem"
            {...form.getInputProps('username')}
          />
          <NativeSelect
            label="Role"
            data={Object.entries(roleWords).map(([value, label]) => ({ value, label }))}
            flex="0 1 10rem"
            {...form.getInputProps('role')}
          />
        </Group>
        <Group>
          <Button type="submit" loading={pending}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function MembersTable({ labId, members }: { labId: string; members: Membership[] }) {
  const { account } = useMe();
  const changed = useMembersChanged(labId);
  const order: Role[] = ['manager', 'tutor', 'student'];
  const sorted = members.toSorted(
    (a, b) => order.indexOf(a.role) - order.indexOf(b.role) || a.username.localeCompare(b.username),
  );
  return (
    <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Table of members', role: 'region' } }}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Name</Table.Th>
            <Table.Th scope="col">Role</Table.Th>
            <Table.Th scope="col">
              <Text span size="sm" fw={700}>
                Remove
              </Text>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((member) => (
            <Table.Tr key={member.id}>
              <Table.Td>
                {member.display_name || member.username}{' '}
                <Text span size="sm" c="dimmed">
                  {member.username}
                </Text>
              </Table.Td>
              <Table.Td>{roleWords[member.role]}</Table.Td>
              <Table.Td>
                {member.account_id === account.id ? (
                  <Text size="sm">You</Text>
                ) : (
                  <RemoveButton labId={labId} member={member} onRemoved={changed} />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface RemoveProps {
  labId: string;
  member: Membership;
  onRemoved: () => Promise<void>;
}

function RemoveButton({ labId, member, onRemoved }: RemoveProps) {
  const name = member.display_name || member.username;
  return (
    <ConfirmButton
      size="compact-sm"
      question={`Remove ${name}?`}
      explanation={`${name} can no longer see this lab. With the join code, ${name} can come back as a student.`}
      confirmLabel={`Remove ${name}`}
      aria-label={`Remove ${name}`}
      onConfirm={async () => {
        await answer(
          api.DELETE('/api/v1/labs/{lab_id}/members/{account_id}', {
            params: { path: { lab_id: labId, account_id: member.account_id } },
          }),
        );
        announce(`${name} was removed.`);
        await onRemoved();
      }}
    >
      Remove
    </ConfirmButton>
  );
}
