import { Button, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { answer, api } from '../../api/client';
import type { Availability, HelpRequest } from '../../api/types';
import { Dialog } from '../../components/dialog';
import { ProblemAlert } from '../../components/problem-alert';
import { useApiForm } from '../../forms/use-api-form';

interface Props {
  request: HelpRequest;
  /** Other tutors who are here. */
  others: Availability[];
}

/** Has another tutor go on, with a note. */
export function HandOverButton({ request, others }: Props) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" mih={44} px="xs" disabled={others.length === 0} onClick={open}>
        Hand over
      </Button>
      <Dialog opened={opened} onClose={close} title="Hand over to another tutor?">
        {opened && <HandOverForm request={request} others={others} onClose={close} />}
      </Dialog>
    </>
  );
}

function HandOverForm({ request, others, onClose }: Props & { onClose: () => void }) {
  const { form, onSubmit, pending, problem } = useApiForm({
    initialValues: { tutor_id: others[0]?.tutor_id ?? '', note: '' },
    send: ({ tutor_id, note }) =>
      answer(
        api.POST('/api/v1/requests/{request_id}/hand-over', {
          params: { path: { request_id: request.id } },
          body: { tutor_id, ...(note.trim() === '' ? {} : { note: note.trim() }) },
        }),
      ),
    onDone: onClose,
  });
  return (
    <form onSubmit={onSubmit} noValidate aria-label="Hand over to another tutor">
      <Stack>
        <Text size="sm">The other tutor and {request.student_name} are told.</Text>
        <ProblemAlert problem={problem} title="Not handed over" />
        <NativeSelect
          label="Who goes on?"
          data={others.map((tutor) => ({
            value: tutor.tutor_id,
            label: tutor.status === 'busy' ? `${tutor.tutor_name} (busy)` : tutor.tutor_name,
          }))}
          {...form.getInputProps('tutor_id')}
        />
        <Textarea label="Note (optional)" autosize minRows={2} maxRows={6} {...form.getInputProps('note')} />
        <Group justify="flex-end">
          <Button variant="default" mih={44} onClick={onClose}>
            Go on myself
          </Button>
          <Button type="submit" mih={44} loading={pending}>
            Hand over
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
