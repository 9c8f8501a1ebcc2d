import { Stack, Switch, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../../api/client';
import { availabilityQuery } from '../../api/queries';
import type { Availability } from '../../api/types';
import { ProblemAlert } from '../../components/problem-alert';
import { useAction } from '../../forms/use-action';

interface Props {
  labId: string;
  /** The person's own availability as the live connection knows it. */
  live: Availability | undefined;
}

const explanations: Record<Availability['status'], string> = {
  available: 'You can be given requests.',
  busy: 'You are helping somebody.',
  away: 'Others see that you are away.',
  offline: 'Others see you as offline.',
};

/** Whether the tutor can be given work in this lab. */
export function AvailabilitySwitch({ labId, live }: Props) {
  const queryClient = useQueryClient();
  const query = availabilityQuery(labId);
  const { data: fetched } = useQuery(query);
  const current = newest(live, fetched);
  const change = useAction(async (available: boolean) => {
    const changed = await answer(
      api.PUT('/api/v1/labs/{lab_id}/availability', { params: { path: { lab_id: labId } }, body: { available } }),
    );
    queryClient.setQueryData(query.queryKey, changed);
  });
  // What was asked for shows while it is on its way.
  const [wanted, setWanted] = useState(false);
  const known = current?.status === 'available' || current?.status === 'busy';
  const on = change.pending ? wanted : known;
  return (
    <Stack gap="xs">
      <Switch
        size="lg"
        mih={44}
        label={on ? 'Available' : 'Not available'}
        description={current && explanations[current.status]}
        checked={on}
        disabled={current === undefined}
        aria-busy={change.pending}
        onChange={(event) => {
          setWanted(event.currentTarget.checked);
          void change.run(event.currentTarget.checked);
        }}
      />
      <ProblemAlert problem={change.problem} title="Not changed" onClose={change.dismiss} />
      {current === undefined && <Text size="sm">Finding out …</Text>}
    </Stack>
  );
}

function newest(a: Availability | undefined, b: Availability | undefined): Availability | undefined {
  if (!a || !b) return a ?? b;
  return a.version >= b.version ? a : b;
}
