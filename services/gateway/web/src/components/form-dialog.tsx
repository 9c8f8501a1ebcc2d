import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Submission } from '../forms/use-api-form';
import { Dialog } from './dialog';
import { ProblemAlert } from './problem-alert';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** Name of the form for screen readers. */
  label: string;
  /** What will happen. */
  explanation?: string;
  apiForm: Submission;
  /** Title of the alert where the step was refused. */
  refused: string;
  /** What the confirming button says: the step itself. */
  submit: string;
  /** What the other button says; without it there is only the dialog's own close button. */
  leave?: string;
  /** The fields. */
  children: ReactNode;
}

/** A step that needs a few words first, asked in front of the page. */
export function FormDialog({ opened, onClose, title, label, explanation, apiForm, refused, submit, leave, children }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <form onSubmit={apiForm.onSubmit} noValidate aria-label={label}>
        <Stack>
          {explanation && <Text size="sm">{explanation}</Text>}
          <ProblemAlert problem={apiForm.problem} title={refused} />
          {children}
          <Group justify="flex-end">
            {leave && (
              <Button variant="default" mih={44} onClick={onClose}>
                {leave}
              </Button>
            )}
            <Button type="submit" mih={44} loading={apiForm.pending}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
