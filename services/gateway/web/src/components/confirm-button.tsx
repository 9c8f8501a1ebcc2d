import { Button, type ButtonProps, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useAction } from '../forms/use-action';
import { Dialog } from './dialog';
import { ProblemAlert } from './problem-alert';

interface Props extends ButtonProps {
  /** The question, as the dialog's title. */
  question: string;
  /** What will happen. */
  explanation: ReactNode;
  /** What the confirming button says: the step itself, not "Yes". */
  confirmLabel: string;
  /** More precise name of the button for screen readers, where several look alike. */
  'aria-label'?: string;
  onConfirm: () => Promise<unknown>;
  children: ReactNode;
}

/** A button for a step that cannot be taken back: asks once. */
export function ConfirmButton({ question, explanation, confirmLabel, onConfirm, children, ...button }: Props) {
  const [opened, { open, close }] = useDisclosure();
  const action = useAction(onConfirm);
  return (
    <>
      <Button variant="default" {...button} onClick={open}>
        {children}
      </Button>
      <Dialog opened={opened} onClose={close} title={question}>
        <Stack>
          <Text component="div" size="sm">
            {explanation}
          </Text>
          <ProblemAlert problem={action.problem} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close} mih={44}>
              Keep it
            </Button>
            <Button
              color="red"
              mih={44}
              loading={action.pending}
              onClick={() => void action.run().then((done) => done && close())}
            >
              {confirmLabel}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
