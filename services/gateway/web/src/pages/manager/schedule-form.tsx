import { Button, Checkbox, Fieldset, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { notifications as toasts } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { answer, api } from '../../api/client';
import { labHistoryQuery, labQuery } from '../../api/queries';
import type { Lab, Schedule, Weekday } from '../../api/types';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { type ApiForm, useApiForm } from '../../forms/use-api-form';
import { nextTurn } from '../../lab/next-turn';

interface ScheduleValues extends Record<string, unknown> {
  hours: Schedule['hours'];
  send_home: boolean;
}

const days: { value: Weekday; label: string }[] = [
  { value: 'monday', label: 'Monday' },
  { value: 'tuesday', label: 'Tuesday' },
  { value: 'wednesday', label: 'Wednesday' },
  { value: 'thursday', label: 'Thursday' },
  { value: 'friday', label: 'Friday' },
  { value: 'saturday', label: 'Saturday' },
  { value: 'sunday', label: 'Sunday' },
];

/** A time field has no 24:00: there the end of the day is the midnight it ends with. */
const toField = (hours: Schedule['hours']) =>
  hours.map((entry) => ({ ...entry, closes: entry.closes === '24:00' ? '00:00' : entry.closes }));
const fromField = (hours: Schedule['hours']) =>
  hours.map((entry) => ({ ...entry, closes: entry.closes === '00:00' ? '24:00' : entry.closes }));

const needed = (value: string) => (value === '' ? 'Enter a time.' : null);

/** When the queue opens and closes by itself, every week. */
export function ScheduleForm({ lab }: { lab: Lab }) {
  const queryClient = useQueryClient();
  const apiForm = useApiForm<ScheduleValues, Lab>({
    initialValues: { hours: toField(lab.schedule.hours), send_home: lab.schedule.send_home },
    validate: { hours: { opens: needed, closes: needed } },
    send: ({ hours, send_home }) =>
      answer(
        api.PUT('/api/v1/labs/{lab_id}/schedule', {
          params: { path: { lab_id: lab.id } },
          body: { hours: fromField(hours), send_home },
        }),
      ),
    onDone: async (changed) => {
      queryClient.setQueryData(labQuery(lab.id).queryKey, changed);
      toasts.show({ message: 'The weekly hours are saved.', closeButtonProps: { 'aria-label': 'Dismiss' } });
      await queryClient.invalidateQueries({ queryKey: labHistoryQuery(lab.id).queryKey });
    },
  });
  const { form } = apiForm;
  const [added, setAdded] = useState<number>();
  return (
    <Panel title="Weekly hours">
      <form onSubmit={apiForm.onSubmit} noValidate aria-label="Weekly hours">
        <Stack>
          <Text size="sm">
            The queue opens and closes by itself{lab.time_zone && `, by the clock of ${lab.time_zone}`}. Opening or
            closing it by hand holds until the next of these times. {nextTurn(lab)}
          </Text>
          <ProblemAlert problem={apiForm.problem} title="Not saved" />
          {form.values.hours.map((_, index) => (
            // Rows have no identity of their own; fields take their values from the form.
            <HoursRow key={index} apiForm={apiForm} index={index} added={index === added} />
          ))}
          <div>
            <Button
              variant="default"
              mih={44}
              onClick={() => {
                setAdded(form.values.hours.length);
                form.insertListItem('hours', { weekday: 'monday', opens: '10:00', closes: '12:00' });
              }}
            >
              Add hours
            </Button>
          </div>
          <Checkbox
            label="Send home who still waits when it closes"
            description="Their requests end, and they are told. Otherwise they keep their places."
            {...form.getInputProps('send_home', { type: 'checkbox' })}
          />
          <div>
            <Button type="submit" mih={44} loading={apiForm.pending}>
              Save hours
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  );
}

interface RowProps {
  apiForm: ApiForm<ScheduleValues>;
  index: number;
  /** Whether the person has just added it, and so goes on in it. */
  added: boolean;
}

function HoursRow({ apiForm: { form }, index, added }: RowProps) {
  const day = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (added) day.current?.focus();
  }, [added]);
  return (
    <Fieldset legend={`Hours ${index + 1}`}>
      <Group align="flex-start">
        <NativeSelect label="Day" data={days} {...form.getInputProps(`hours.${index}.weekday`)} ref={day} />
        <TextInput type="time" label="Opens" {...form.getInputProps(`hours.${index}.opens`)} />
        <TextInput type="time" label="Closes" {...form.getInputProps(`hours.${index}.closes`)} />
        <Button
          variant="subtle"
          mih={44}
          mt="lg"
          aria-label={`Remove hours ${index + 1}`}
          onClick={() => form.removeListItem('hours', index)}
        >
          Remove
        </Button>
      </Group>
    </Fieldset>
  );
}
