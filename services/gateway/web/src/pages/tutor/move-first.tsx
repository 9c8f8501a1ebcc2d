import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { answer, api } from '../../api/client';
import type { HelpRequest } from '../../api/types';
import { Dialog } from '../../components/dialog';
import { ProblemAlert } from '../../components/problem-alert';
import { useApiForm } from '../../forms/use-api-form';

/** Lets somebody go first; the reason stands in the request's history. */
export function MoveFirstButton({ request }: { request: HelpRequest }) {
  const [opened, { open, close }] = useDisclosure();
  const { form, onSubmit, pending, problem } = useApiForm({
    initialValues: { reason: '' },
    send: ({ reason }) =>
      answer(
        api.POST('/api/v1/requests/{request_id}/move-first', {
          params: { path: { request_id: request.id } },
          body: reason.trim() === '' ? {} : { reason: reason.trim() },
        }),
      ),
    onDone: close,
  });
  return (
    <>
      <Button variant="subtle" mih={44} px="xs" aria-label={`Let PC ${request.seat} go first`} onClick={open}>
        Let go first
      </Button>
      <Dialog opened={opened} onClose={close} title={`Let PC ${request.seat} go first?`}>
        <form onSubmit={onSubmit} noValidate aria-label="Let somebody go first">
          <Stack>
            <Text size="sm">{request.student_name} is called before all others. This is recorded.</Text>
            <ProblemAlert problem={problem} title="Not moved" />
            <Textarea label="Reason (optional)" autosize minRows={2} maxRows={6} {...form.getInputProps('reason')} />
            <Group justify="flex-end">
              <Button variant="default" mih={44} onClick={close}>
                Leave it
              </Button>
              <Button type="submit" mih={44} loading={pending}>
                Let go first
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
