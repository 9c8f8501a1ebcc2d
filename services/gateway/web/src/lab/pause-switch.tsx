import { Button, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { labQuery } from '../api/queries';
import type { Lab } from '../api/types';
import { ProblemAlert } from '../components/problem-alert';
import { useAction } from '../forms/use-action';

/** Has the tutors take a break, or go on. */
export function PauseSwitch({ lab }: { lab: Lab }) {
  const queryClient = useQueryClient();
  const change = useAction(async (paused: boolean) => {
    const changed = await answer(
      api.PUT('/api/v1/labs/{lab_id}/queue/pause', { params: { path: { lab_id: lab.id } }, body: { paused } }),
    );
    queryClient.setQueryData(labQuery(lab.id).queryKey, changed);
  });
  if (!lab.queue_open) return null;
  return (
    <Stack gap="xs">
      <Button
        variant={lab.paused ? 'filled' : 'default'}
        mih={44}
        loading={change.pending}
        onClick={() => void change.run(!lab.paused)}
      >
        {lab.paused ? 'End the break' : 'Pause'}
      </Button>
      <ProblemAlert problem={change.problem} title="Not changed" onClose={change.dismiss} />
    </Stack>
  );
}
