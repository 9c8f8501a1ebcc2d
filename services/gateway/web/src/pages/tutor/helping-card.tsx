import { Button, Group, NativeSelect, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { answer, api } from '../../api/client';
import type { Availability, HelpRequest } from '../../api/types';
import { ConfirmButton } from '../../components/confirm-button';
import { FormDialog } from '../../components/form-dialog';
import { nextStep } from '../../components/layout/keep-focus';
import { ProblemAlert } from '../../components/problem-alert';
import { useApiForm } from '../../forms/use-api-form';
import { Elapsed } from '../../time/elapsed';
import { Companions } from './companions';
import { HandOverButton } from './hand-over';
import classes from './tutor-page.module.css';

/** The request the tutor is helping with, and the ways it can end. */
export function HelpingCard({ request, topics, others }: { request: HelpRequest; topics: string[]; others: Availability[] }) {
  return (
    <Paper
      component="section"
      aria-label={`You are helping at PC ${request.seat}`}
      className={classes.helping}
      p="md"
      {...nextStep}
    >
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h5">
            You are helping
          </Title>
          <Text size="sm">
            for <Elapsed since={request.accepted_at ?? request.created_at} />
          </Text>
        </Group>
        <Text className={classes.seat}>PC {request.seat}</Text>
        <Text fw={600}>
          {request.student_name}
          {request.topic && ` · ${request.topic}`}
        </Text>
        <Text>{request.description}</Text>
        <Companions request={request} />
        <CompleteForm request={request} topics={topics} />
        <Group grow preventGrowOverflow={false} gap="xs">
          <ConfirmButton
            mih={44}
            px="xs"
            question={`Nobody at PC ${request.seat}?`}
            explanation={`The request of ${request.student_name} ends, and the student is told that you were there.`}
            confirmLabel="Nobody is there"
            onConfirm={() =>
              answer(
                api.POST('/api/v1/requests/{request_id}/not-found', { params: { path: { request_id: request.id } } }),
              )
            }
          >
            Cannot find
          </ConfirmButton>
          <PutBackButton request={request} />
          <HandOverButton request={request} others={others} />
        </Group>
      </Stack>
    </Paper>
  );
}

function CompleteForm({ request, topics }: { request: HelpRequest; topics: string[] }) {
  const [detailed, { toggle }] = useDisclosure();
  const { form, onSubmit, pending, problem } = useApiForm({
    initialValues: { note: '', topic: request.topic ?? '' },
    send: ({ note, topic }) =>
      answer(
        api.POST('/api/v1/requests/{request_id}/complete', {
          params: { path: { request_id: request.id } },
          body: { ...(note.trim() === '' ? {} : { note: note.trim() }), ...(topic === '' ? {} : { topic }) },
        }),
      ),
    // The live queue takes the request away.
    onDone: () => undefined,
  });
  return (
    <form onSubmit={onSubmit} noValidate aria-label="Complete the request">
      <Stack gap="xs">
        <ProblemAlert problem={problem} title="Not completed" />
        {detailed && (
          <>
            <Textarea label="Note (optional)" autosize minRows={2} maxRows={6} {...form.getInputProps('note')} />
            {topics.length > 0 && (
              <NativeSelect
                label="Topic (optional)"
                data={[{ value: '', label: 'No topic' }, ...withCurrent(topics, form.values.topic)]}
                {...form.getInputProps('topic')}
              />
            )}
          </>
        )}
        <Button type="submit" className={classes.big} fullWidth loading={pending}>
          Complete
        </Button>
        <Button variant="subtle" mih={44} aria-expanded={detailed} onClick={toggle}>
          {detailed ? 'Without note or topic' : 'Add a note or topic'}
        </Button>
      </Stack>
    </form>
  );
}

function withCurrent(topics: string[], current: string): string[] {
  return current === '' || topics.includes(current) ? topics : [current, ...topics];
}

/** Gives a request back to the queue, with a reason if there is one to tell. */
export function PutBackButton({ request }: { request: HelpRequest }) {
  const [opened, { open, close }] = useDisclosure();
  const apiForm = useApiForm({
    initialValues: { reason: '' },
    send: ({ reason }) =>
      answer(
        api.POST('/api/v1/requests/{request_id}/put-back', {
          params: { path: { request_id: request.id } },
          body: reason.trim() === '' ? {} : { reason: reason.trim() },
        }),
      ),
    onDone: close,
  });
  return (
    <>
      <Button variant="default" mih={44} px="xs" onClick={open}>
        Put back
      </Button>
      <FormDialog
        opened={opened}
        onClose={close}
        title="Put back in the queue?"
        label="Put back in the queue"
        explanation={`${request.student_name} keeps the place and waits for another tutor.`}
        apiForm={apiForm}
        refused="Not put back"
        submit="Put back"
        leave="Leave it"
      >
        <Textarea label="Reason (optional)" autosize minRows={2} maxRows={6} {...apiForm.form.getInputProps('reason')} />
      </FormDialog>
    </>
  );
}
