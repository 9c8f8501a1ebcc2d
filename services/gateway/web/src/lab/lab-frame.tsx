import { Alert, Button, Group, Radio, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../api/client';
import { labQuery } from '../api/queries';
import type { Lab } from '../api/types';
import { ConfirmButton } from '../components/confirm-button';
import { ProblemAlert } from '../components/problem-alert';
import { useAction } from '../forms/use-action';
import type { Topic } from '../live/live-client';
import type { LabState } from '../live/lab-state';
import classes from './lab-frame.module.css';

/** Whether the queue takes requests, in words. */
export function QueueStateBadge({ lab }: { lab: Pick<Lab, 'queue_open' | 'paused'> }) {
  const open = lab.paused ? 'Queue paused' : 'Queue open';
  return (
    <span className={classes.badge} data-open={lab.queue_open && !lab.paused}>
      {lab.queue_open ? open : 'Queue closed'}
    </span>
  );
}

/** Opens the queue, or closes it after asking once. */
export function QueueSwitch({ lab }: { lab: Lab }) {
  const queryClient = useQueryClient();
  const [sendHome, setSendHome] = useState(false);
  const setOpen = async (open: boolean) => {
    const body = open ? { open } : { open, send_home: sendHome };
    const changed = await answer(
      api.PUT('/api/v1/labs/{lab_id}/queue/state', { params: { path: { lab_id: lab.id } }, body }),
    );
    queryClient.setQueryData(labQuery(lab.id).queryKey, changed);
  };
  const opening = useAction(() => setOpen(true));
  if (lab.queue_open) {
    return (
      <ConfirmButton
        mih={44}
        question="Close the queue?"
        explanation={
          <Stack gap="sm">
            Nobody can ask for help until it is opened again.
            <Radio.Group
              label="Those who wait already"
              value={sendHome ? 'home' : 'keep'}
              onChange={(value) => setSendHome(value === 'home')}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="keep" label="keep their places" />
                <Radio value="home" label="are sent home: their requests end, and they are told" />
              </Stack>
            </Radio.Group>
          </Stack>
        }
        confirmLabel="Close the queue"
        onConfirm={() => setOpen(false)}
      >
        Close queue
      </ConfirmButton>
    );
  }
  return (
    <Group gap="sm">
      <Button mih={44} loading={opening.pending} onClick={() => void opening.run()}>
        Open queue
      </Button>
      <ProblemAlert problem={opening.problem} onClose={opening.dismiss} />
    </Group>
  );
}

/** Says why a lab's live queue cannot be shown, or shows it. */
export function LiveGate({ live, children }: { live: Topic<LabState>; children: ReactNode }) {
  return (
    <>
      {live.refused && (
        <Alert role="alert" color="red" variant="light" title="The live queue is not available">
          {live.refused.detail}
        </Alert>
      )}
      {children}
    </>
  );
}
