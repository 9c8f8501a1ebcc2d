import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { answer, api } from '../api/client';
import type { Lab } from '../api/types';
import { Dialog } from '../components/dialog';
import { ProblemAlert } from '../components/problem-alert';
import { useApiForm } from '../forms/use-api-form';

/** Says something to all who wait, or takes it away. */
export function AnnounceButton({ lab }: { lab: Lab }) {
  const [opened, { open, close }] = useDisclosure();
  const { form, onSubmit, pending, problem } = useApiForm({
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
          form.setFieldValue('text', lab.announcement?.text ?? '');
          open();
        }}
      >
        Announce
      </Button>
      <Dialog opened={opened} onClose={close} title="Say something to all who wait">
        <form onSubmit={onSubmit} noValidate aria-label="Announcement">
          <Stack>
            <ProblemAlert problem={problem} title="Not announced" />
            <Textarea
              label="Announcement"
              description="Students see it on their page until you take it away. Leave it empty for that."
              autosize
              minRows={2}
              maxRows={6}
              {...form.getInputProps('text')}
            />
            <Group justify="flex-end">
              <Button type="submit" mih={44} loading={pending}>
                {form.values.text.trim() === '' ? 'Take it away' : 'Announce'}
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
