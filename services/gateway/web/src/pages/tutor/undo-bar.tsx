import { Button, Group, Paper, Text } from '@mantine/core';
import { answer, api } from '../../api/client';
import type { HelpRequest } from '../../api/types';
import { nextStep } from '../../components/layout/keep-focus';
import { ProblemAlert } from '../../components/problem-alert';
import { useAction } from '../../forms/use-action';
import { useNow } from '../../time/use-now';

/** How long the end of a request can be taken back; the server decides. */
const undoMs = 60_000;

/** Lets the tutor take back the latest end of a request, for a minute. */
export function UndoBar({ finished, tutorId }: { finished: HelpRequest[]; tutorId: string }) {
  const now = useNow();
  const last = finished.find((request) => request.helper_id === tutorId);
  const ended = last?.outcome === 'helped' || last?.outcome === 'not_found';
  if (!last?.finished_at || !ended || now - Date.parse(last.finished_at) > undoMs) return null;
  return <Undo key={last.id} request={last} />;
}

function Undo({ request }: { request: HelpRequest }) {
  const undo = useAction(() =>
    answer(api.POST('/api/v1/requests/{request_id}/undo', { params: { path: { request_id: request.id } } })),
  );
  return (
    <Paper component="section" aria-label="Take back" withBorder p="sm" {...nextStep}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {request.outcome === 'helped' ? 'Completed' : 'Nobody found'}: PC {request.seat}
        </Text>
        <Button variant="default" mih={44} loading={undo.pending} onClick={() => void undo.run()}>
          Undo
        </Button>
      </Group>
      <ProblemAlert problem={undo.problem} title="Not taken back" onClose={undo.dismiss} />
    </Paper>
  );
}
