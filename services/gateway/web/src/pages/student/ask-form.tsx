import { Button, Checkbox, NativeSelect, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import { answer, api } from '../../api/client';
import type { HelpRequest, Lab } from '../../api/types';
import { readStored, storageKeys, writeStored } from '../../browser/storage';
import { announce } from '../../components/layout/announcer';
import { ProblemAlert } from '../../components/problem-alert';
import { type ApiForm, useApiForm } from '../../forms/use-api-form';

export interface AskValues extends Record<string, unknown> {
  seat: string;
  description: string;
  topic: string;
  shared: boolean;
}

const rules = {
  seat: isNotEmpty('Enter the number of the PC you sit at.'),
  description: isNotEmpty('Say in a few words what you need help with.'),
};

interface AskProps {
  lab: Lab;
  /** PC number from the seat's code. */
  seat: string | undefined;
  onAsked: (request: HelpRequest) => void | Promise<void>;
}

/** Asks for help. The PC number is the seat's, or the one used last time in this lab. */
export function AskForm({ lab, seat, onAsked }: AskProps) {
  const apiForm = useApiForm<AskValues, { request: HelpRequest; position?: number | null }>({
    initialValues: { seat: seat ?? readStored(storageKeys.seat(lab.id)) ?? '', description: '', topic: '', shared: false },
    validate: rules,
    send: (values, key) =>
      answer(
        api.POST('/api/v1/labs/{lab_id}/requests', {
          params: { path: { lab_id: lab.id }, header: { 'Idempotency-Key': key } },
          body: bodyFrom(values),
        }),
      ),
    onDone: async ({ request, position }, values) => {
      writeStored(storageKeys.seat(lab.id), values.seat.trim());
      // Those who see the page have the place before them in large type.
      announce(position ? `You are number ${position} in the queue.` : 'You have asked for help.');
      await onAsked(request);
    },
  });
  return (
    <form onSubmit={apiForm.onSubmit} noValidate aria-label="Ask for help">
      <Stack>
        <ProblemAlert problem={apiForm.problem} title="Not asked" />
        <RequestFields apiForm={apiForm} topics={lab.topics} mayShare={lab.policy.same_problem} />
        <Button type="submit" size="lg" loading={apiForm.pending}>
          Ask for help
        </Button>
      </Stack>
    </form>
  );
}

interface EditProps {
  request: HelpRequest;
  lab: Pick<Lab, 'topics' | 'policy'>;
  onClose: () => void;
}

/** Changes a request that still waits. Its place stays. */
export function EditForm({ request, lab, onClose }: EditProps) {
  const apiForm = useApiForm<AskValues, unknown>({
    initialValues: { seat: request.seat, description: request.description, topic: request.topic ?? '', shared: request.shared },
    validate: rules,
    send: (values) =>
      answer(
        api.PATCH('/api/v1/requests/{request_id}', {
          params: { path: { request_id: request.id } },
          body: bodyFrom(values),
        }),
      ),
    onDone: () => {
      announce('Your request was changed.');
      onClose();
    },
  });
  return (
    <form onSubmit={apiForm.onSubmit} noValidate aria-label="Edit your request">
      <Stack>
        <Text size="sm">Your place in the queue stays the same.</Text>
        <ProblemAlert problem={apiForm.problem} title="Not changed" />
        <RequestFields apiForm={apiForm} topics={lab.topics} mayShare={lab.policy.same_problem || request.shared} />
        <Button type="submit" mih={44} loading={apiForm.pending}>
          Save changes
        </Button>
        <Button variant="default" mih={44} onClick={onClose}>
          Keep as it was
        </Button>
      </Stack>
    </form>
  );
}

interface FieldsProps {
  apiForm: ApiForm<AskValues>;
  topics: string[];
  mayShare: boolean | undefined;
}

function RequestFields({ apiForm: { form }, topics, mayShare }: FieldsProps) {
  // A topic that the lab no longer has stays selectable on the request that has it.
  const known = form.values.topic === '' || topics.includes(form.values.topic) ? topics : [form.values.topic, ...topics];
  return (
    <>
      <TextInput
        label="PC number"
        description="As written on your PC."
        autoComplete="off"
        required
        {...form.getInputProps('seat')}
      />
      <Textarea
        label="What do you need help with?"
        autosize
        minRows={3}
        maxRows={10}
        required
        {...form.getInputProps('description')}
      />
      {known.length > 0 && (
        <NativeSelect
          label="Topic (optional)"
          data={[{ value: '', label: 'No topic' }, ...known]}
          {...form.getInputProps('topic')}
        />
      )}
      {mayShare && (
        <Checkbox
          label="Others with the same problem may wait with me"
          description="Students of this lab then read the topic and what you wrote. Those who join also see your name and PC."
          {...form.getInputProps('shared', { type: 'checkbox' })}
        />
      )}
    </>
  );
}

function bodyFrom({ seat, description, topic, shared }: AskValues) {
  const body = { seat: seat.trim(), description: description.trim(), shared };
  return topic === '' ? body : { ...body, topic };
}
