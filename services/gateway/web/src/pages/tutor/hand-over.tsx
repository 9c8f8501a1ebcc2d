import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { answer, api } from '../../api/client';
import type { Availability, HelpRequest } from '../../api/types';
import { FormDialog } from '../../components/form-dialog';
import { useApiForm } from '../../forms/use-api-form';

interface Props {
  request: HelpRequest;
  /** Other tutors who are here. */
  others: Availability[];
}

/** Has another tutor go on, with a note. */
export function HandOverButton({ request, others }: Props) {
  const [opened, { open, close }] = useDisclosure();
  const apiForm = useApiForm({
    initialValues: { tutor_id: '', note: '' },
    send: ({ tutor_id, note }) =>
      answer(
        api.POST('/api/v1/requests/{request_id}/hand-over', {
          params: { path: { request_id: request.id } },
          body: { tutor_id, ...(note.trim() === '' ? {} : { note: note.trim() }) },
        }),
      ),
    onDone: close,
  });
  return (
    <>
      <Button
        variant="default"
        mih={44}
        px="xs"
        disabled={others.length === 0}
        onClick={() => {
          // Who is here now: others come and go.
          apiForm.form.setFieldValue('tutor_id', others[0]?.tutor_id ?? '');
          open();
        }}
      >
        Hand over
      </Button>
      <FormDialog
        opened={opened}
        onClose={close}
        title="Hand over to another tutor?"
        label="Hand over to another tutor"
        explanation={`The other tutor and ${request.student_name} are told.`}
        apiForm={apiForm}
        refused="Not handed over"
        submit="Hand over"
        leave="Go on myself"
      >
        <NativeSelect
          label="Who goes on?"
          data={others.map((tutor) => ({
            value: tutor.tutor_id,
            label: tutor.status === 'busy' ? `${tutor.tutor_name} (busy)` : tutor.tutor_name,
          }))}
          {...apiForm.form.getInputProps('tutor_id')}
        />
        <Textarea label="Note (optional)" autosize minRows={2} maxRows={6} {...apiForm.form.getInputProps('note')} />
      </FormDialog>
    </>
  );
}
