import { Button, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { answer, api } from '../api/client';
import type { Lab } from '../api/types';
import { FormDialog } from '../components/form-dialog';
import { useApiForm } from '../forms/use-api-form';

/** Says something to all who wait, or takes it away. */
export function AnnounceButton({ lab }: { lab: Lab }) {
  const [opened, { open, close }] = useDisclosure();
  const apiForm = useApiForm({
    initialValues: { text: '' },
    send: ({ text }) =>
      answer(
        api.PUT('/api/v1/labs/{lab_id}/announcement', {
          params: { path: { lab_id: lab.id } },
          body: { text: text.trim() },
        }),
      ),
    onDone: close,
  });
  return (
    <>
      <Button
        variant="default"
        mih={44}
        onClick={() => {
          // What stands there now; what a colleague announces later does not disturb the writing.
          apiForm.form.setFieldValue('text', lab.announcement?.text ?? '');
          open();
        }}
      >
        Announce
      </Button>
      <FormDialog
        opened={opened}
        onClose={close}
        title="Say something to all who wait"
        label="Announcement"
        apiForm={apiForm}
        refused="Not announced"
        submit={apiForm.form.values.text.trim() === '' ? 'Take it away' : 'Announce'}
      >
        <Textarea
          label="Announcement"
          description="Students see it on their page until you take it away. Leave it empty for that."
          autosize
          minRows={2}
          maxRows={6}
          {...apiForm.form.getInputProps('text')}
        />
      </FormDialog>
    </>
  );
}
