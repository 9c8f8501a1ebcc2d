import { Button, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { answer, api } from '../../api/client';
import type { HelpRequest } from '../../api/types';
import { FormDialog } from '../../components/form-dialog';
import { useApiForm } from '../../forms/use-api-form';

/** Lets somebody go first; the reason stands in the request's history. */
export function MoveFirstButton({ request }: { request: HelpRequest }) {
  const [opened, { open, close }] = useDisclosure();
  const apiForm = useApiForm({
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
      <FormDialog
        opened={opened}
        onClose={close}
        title={`Let PC ${request.seat} go first?`}
        label="Let somebody go first"
        explanation={`${request.student_name} is called before all others. This is recorded.`}
        apiForm={apiForm}
        refused="Not moved"
        submit="Let go first"
        leave="Leave it"
      >
        <Textarea label="Reason (optional)" autosize minRows={2} maxRows={6} {...apiForm.form.getInputProps('reason')} />
      </FormDialog>
    </>
  );
}
