import { Button, Group, List, Text, TextInput } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { answer, api } from '../../api/client';
import type { HelpRequest } from '../../api/types';
import { readStored, storageKeys, writeStored } from '../../browser/storage';
import { ConfirmButton } from '../../components/confirm-button';
import { FormDialog } from '../../components/form-dialog';
import { announce } from '../../components/layout/announcer';
import { Panel } from '../../components/panel';
import { useApiForm } from '../../forms/use-api-form';
import type { Joinable } from '../../live/lab-state';
import classes from './same-problem.module.css';

interface Props {
  labId: string;
  /** PC number from the seat's code. */
  seat: string | undefined;
  questions: Joinable[];
  onJoined: () => void | Promise<void>;
}

/** What others wait with and let the person join. */
export function SameProblem({ questions, ...props }: Props) {
  if (questions.length === 0) return null;
  return (
    <Panel title="Do you have the same problem?">
      <ul className={classes.list} aria-label="What others wait with">
        {questions.map((question) => (
          <li key={question.requestId} className={classes.entry}>
            <div>
              {question.topic && <Text fw={700}>{question.topic}</Text>}
              <Text className={classes.words}>{question.description}</Text>
              {question.companions > 0 && (
                <Text size="sm" c="dimmed">
                  {question.companions + 1} wait with it
                </Text>
              )}
            </div>
            <JoinButton question={question} {...props} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function JoinButton({ question, labId, seat, onJoined }: Omit<Props, 'questions'> & { question: Joinable }) {
  const [opened, { open, close }] = useDisclosure();
  const apiForm = useApiForm({
    initialValues: { seat: seat ?? readStored(storageKeys.seat(labId)) ?? '' },
    validate: { seat: isNotEmpty('Enter the number of the PC you sit at.') },
    send: (values) =>
      answer(
        api.POST('/api/v1/requests/{request_id}/join', {
          params: { path: { request_id: question.requestId } },
          body: { seat: values.seat.trim() },
        }),
      ),
    onDone: async (_, values) => {
      writeStored(storageKeys.seat(labId), values.seat.trim());
      announce('You wait along.');
      close();
      await onJoined();
    },
  });
  return (
    <>
      <Button variant="light" mih={44} onClick={open} aria-label={`Same problem: ${question.description}`}>
        Same problem
      </Button>
      <FormDialog
        opened={opened}
        onClose={close}
        title="Wait along?"
        label="Wait along"
        explanation="You get the place of who asked, and one visit serves you all. Those who wait see your name and PC."
        apiForm={apiForm}
        refused="Not joined"
        submit="Wait along"
        leave="Not now"
      >
        <TextInput
          label="PC number"
          description="As written on your PC."
          autoComplete="off"
          required
          {...apiForm.form.getInputProps('seat')}
        />
      </FormDialog>
    </>
  );
}

/** With whom a student waits. */
export function Company({ request, accountId }: { request: HelpRequest; accountId: string }) {
  const others = students(request).filter(({ id }) => id !== accountId);
  if (others.length === 0) return null;
  return (
    <div>
      <Text>One visit serves you and</Text>
      <List>
        {others.map(({ id, name, seat }) => (
          <List.Item key={id}>
            {name}, PC {seat}
          </List.Item>
        ))}
      </List>
    </div>
  );
}

/** Who asked, then who waits along. */
function students(request: HelpRequest): { id: string; name: string; seat: string }[] {
  const joined = request.companions.map(({ student_id, student_name, seat }) => ({
    id: student_id,
    name: student_name,
    seat,
  }));
  return [{ id: request.student_id, name: request.student_name, seat: request.seat }, ...joined];
}

/** The PC at which a student of the request sits. */
export function seatOf(request: HelpRequest, accountId: string): string {
  return students(request).find(({ id }) => id === accountId)?.seat ?? request.seat;
}

/** Goes on alone. */
export function LeaveButton({ request, onLeft }: { request: HelpRequest; onLeft: () => void | Promise<void> }) {
  return (
    <Group gap="xs">
      <ConfirmButton
        mih={44}
        question="Wait along no longer?"
        explanation="The others keep the place. You can ask again, at the end of the queue."
        confirmLabel="Leave"
        onConfirm={async () => {
          await answer(
            api.POST('/api/v1/requests/{request_id}/leave', { params: { path: { request_id: request.id } } }),
          );
          announce('You do not wait any more.');
          await onLeft();
        }}
      >
        Leave
      </ConfirmButton>
    </Group>
  );
}
