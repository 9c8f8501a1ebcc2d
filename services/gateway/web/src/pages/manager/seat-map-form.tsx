import { Button, Group, NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { notifications as toasts } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../../api/client';
import { labHistoryQuery, seatsQuery } from '../../api/queries';
import type { PlacedSeat } from '../../api/types';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { useApiForm } from '../../forms/use-api-form';
import { SeatMap } from '../../seats/seat-map';
import { SeatPlanError, planOf, seatsFrom } from '../../seats/seat-plan';
import classes from './seat-map-form.module.css';

/** Where the seats of the room stand. */
export function SeatMapForm({ labId }: { labId: string }) {
  const { data: seats } = useQuery(seatsQuery(labId));
  return (
    <Panel title="Map of the room">
      {seats ? <Editor labId={labId} seats={seats} /> : <Loading what="Loading the map" />}
    </Panel>
  );
}

function Editor({ labId, seats }: { labId: string; seats: PlacedSeat[] }) {
  const queryClient = useQueryClient();
  const apiForm = useApiForm({
    initialValues: { plan: planOf(seats) },
    validate: { plan: (plan: string) => problemOf(plan) ?? null },
    send: ({ plan }) =>
      answer(
        api.PUT('/api/v1/labs/{lab_id}/seats', {
          params: { path: { lab_id: labId } },
          body: { seats: seatsFrom(plan) },
        }),
      ),
    onDone: async (drawn) => {
      queryClient.setQueryData(seatsQuery(labId).queryKey, drawn.seats);
      toasts.show({ message: 'The map is saved.', closeButtonProps: { 'aria-label': 'Dismiss' } });
      await queryClient.invalidateQueries({ queryKey: labHistoryQuery(labId).queryKey });
    },
  });
  const { form } = apiForm;
  const drawn = problemOf(form.values.plan) === undefined ? seatsFrom(form.values.plan) : [];
  return (
    <form onSubmit={apiForm.onSubmit} noValidate aria-label="Map of the room">
      <Stack>
        <Text size="sm">
          Tutors see on it where help is needed, and offers go to the nearest of those who have helped about the same.
        </Text>
        <ProblemAlert problem={apiForm.problem} title="Not saved" />
        <Rows onFill={(plan) => form.setFieldValue('plan', plan)} />
        <Textarea
          label="PC numbers, row by row"
          description="The front row first, numbers separated by spaces, and a dot where there is no PC. Cells copied from a spreadsheet work, too."
          autosize
          minRows={4}
          maxRows={20}
          spellCheck={false}
          wrap="off"
          classNames={{ input: classes.plan }}
          {...form.getInputProps('plan')}
        />
        {drawn.length > 0 && <SeatMap seats={drawn} />}
        <div>
          <Button type="submit" mih={44} loading={apiForm.pending}>
            Save map
          </Button>
        </div>
      </Stack>
    </form>
  );
}

/** Fills in a room of equal rows, to begin with. */
function Rows({ onFill }: { onFill: (plan: string) => void }) {
  const [rows, setRows] = useState<number | string>(5);
  const [columns, setColumns] = useState<number | string>(6);
  const fill = () => {
    const width = Number(columns);
    const line = (row: number) => Array.from({ length: width }, (_, column) => row * width + column + 1).join(' ');
    onFill(Array.from({ length: Number(rows) }, (_, row) => line(row)).join('\n'));
  };
  const field = { min: 1, max: 20, clampBehavior: 'strict' as const, allowDecimal: false, w: '6rem' };
  return (
    <Group align="flex-end" role="group" aria-label="Equal rows">
      <NumberInput label="Rows" value={rows} onChange={setRows} {...field} />
      <NumberInput label="PCs in a row" value={columns} onChange={setColumns} {...field} />
      <Button variant="default" mih={44} disabled={rows === '' || columns === ''} onClick={fill}>
        Fill in
      </Button>
    </Group>
  );
}

function problemOf(plan: string): string | undefined {
  try {
    seatsFrom(plan);
    return undefined;
  } catch (error) {
    if (error instanceof SeatPlanError) return error.message;
    throw error;
  }
}
