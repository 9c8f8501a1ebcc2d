import { Button, NumberInput, Radio, Stack, Switch } from '@mantine/core';
import { notifications as toasts } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { labHistoryQuery, labQuery } from '../../api/queries';
import type { Lab, Policy } from '../../api/types';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { type ApiForm, useApiForm } from '../../forms/use-api-form';

interface PolicyValues extends Record<string, unknown> {
  mode: Policy['mode'];
  order: Policy['order'];
  cooldown_s: number | string;
  held_per_tutor: number | string;
  offer_deadline_s: number | string;
  grace_s: number | string;
  hold_limit_s: number | string;
  same_problem: boolean;
}

const modes: Record<Policy['mode'], { label: string; description: string }> = {
  pull: { label: 'Tutors pick', description: 'Tutors see who waits and take whom they choose, or who is next.' },
  push: {
    label: 'The system offers',
    description: 'Who waits longest is offered to the free tutor who has helped least. Managers may still pick.',
  },
  both: { label: 'Both', description: 'The system offers, and tutors may pick as well.' },
};

const orders: Record<Policy['order'], { label: string; description: string }> = {
  fifo: { label: 'Who came first', description: 'In the order of asking.' },
  first_help_first: {
    label: 'First help first',
    description: 'Who was not helped in this session yet, then in the order of asking.',
  },
};

type NumberRule = 'cooldown_s' | 'held_per_tutor' | 'offer_deadline_s' | 'grace_s' | 'hold_limit_s';

const numbers: { name: NumberRule; label: string; description: string; suffix: string }[] = [
  { name: 'offer_deadline_s', label: 'Time to answer an offer', description: '5 to 300 seconds.', suffix: ' s' },
  {
    name: 'grace_s',
    label: 'Grace time',
    description: 'After so long without a connection, what a tutor holds goes back to the front. 10 to 3600 seconds.',
    suffix: ' s',
  },
  {
    name: 'held_per_tutor',
    label: 'Requests per tutor',
    description: 'How many a tutor may hold at once, up to 10; 0 for no limit.',
    suffix: '',
  },
  {
    name: 'cooldown_s',
    label: 'Cooldown',
    description: 'How long a student waits after help before asking again; 0 for not at all, up to 7200 seconds.',
    suffix: ' s',
  },
  {
    name: 'hold_limit_s',
    label: 'Holding a place',
    description: 'How long a student may keep a place without being called; 0 for not at all, up to 3600 seconds.',
    suffix: ' s',
  },
];

/** How the queue is run. Holds at once, for those who wait already too. */
export function PolicyForm({ lab }: { lab: Lab }) {
  const queryClient = useQueryClient();
  const apiForm = useApiForm<PolicyValues, Lab>({
    initialValues: { ...lab.policy, same_problem: lab.policy.same_problem ?? false },
    validate: Object.fromEntries(
      numbers.map(({ name }) => [name, (value: unknown) => (typeof value === 'number' ? null : 'Enter a number.')]),
    ),
    send: (body) =>
      answer(
        api.PUT('/api/v1/labs/{lab_id}/policy', {
          params: { path: { lab_id: lab.id } },
          // The rules above have made sure that all numbers are numbers.
          body: body as Policy,
        }),
      ),
    onDone: async (changed) => {
      queryClient.setQueryData(labQuery(lab.id).queryKey, changed);
      toasts.show({ message: 'The queue is run so from now on.', closeButtonProps: { 'aria-label': 'Dismiss' } });
      await queryClient.invalidateQueries({ queryKey: labHistoryQuery(lab.id).queryKey });
    },
  });
  return (
    <Panel title="How the queue is run">
      <form onSubmit={apiForm.onSubmit} noValidate aria-label="How the queue is run">
        <Stack>
          <ProblemAlert problem={apiForm.problem} title="Not changed" />
          <Choice apiForm={apiForm} name="mode" label="How requests find their tutors" choices={modes} />
          <Choice apiForm={apiForm} name="order" label="Who is served first" choices={orders} />
          {numbers.map(({ name, label, description, suffix }) => (
            <NumberInput
              key={name}
              label={label}
              description={description}
              suffix={suffix}
              min={0}
              allowDecimal={false}
              allowNegative={false}
              {...apiForm.form.getInputProps(name)}
            />
          ))}
          <Switch
            label="Same problem"
            description="Students may share what they ask, and others with the same problem wait with them. One visit serves all."
            {...apiForm.form.getInputProps('same_problem', { type: 'checkbox' })}
          />
          <div>
            <Button type="submit" mih={44} loading={apiForm.pending}>
              Save rules
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  );
}

interface ChoiceProps {
  apiForm: ApiForm<PolicyValues>;
  name: 'mode' | 'order';
  label: string;
  choices: Record<string, { label: string; description: string }>;
}

function Choice({ apiForm, name, label, choices }: ChoiceProps) {
  return (
    <Radio.Group label={label} {...apiForm.form.getInputProps(name)}>
      <Stack gap="xs" mt="xs">
        {Object.entries(choices).map(([value, { label: text, description }]) => (
          <Radio key={value} value={value} label={text} description={description} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
