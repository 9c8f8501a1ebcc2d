import { Button, Group, Text } from '@mantine/core';
import { answer, api } from '../../api/client';
import type { HelpRequest } from '../../api/types';
import { ProblemAlert } from '../../components/problem-alert';
import { useAction } from '../../forms/use-action';
import { Elapsed } from '../../time/elapsed';
import classes from './tutor-page.module.css';

/** Those who wait, in the order they are served. */
export function WaitingList({ requests }: { requests: HelpRequest[] }) {
  return (
    <ol className={classes.list} aria-label="Waiting">
      {requests.map((request) => (
        <li key={request.id} className={classes.entry}>
          <WaitingEntry request={request} />
        </li>
      ))}
    </ol>
  );
}

export function acceptRequest(requestId: string) {
  return answer(api.POST('/api/v1/requests/{request_id}/accept', { params: { path: { request_id: requestId } } }));
}

function WaitingEntry({ request }: { request: HelpRequest }) {
  const accept = useAction(() => acceptRequest(request.id));
  return (
    <>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <div>
          <Text className={classes.seat}>PC {request.seat}</Text>
          <Text size="sm">
            {request.student_name}
            {request.topic && ` · ${request.topic}`}
          </Text>
        </div>
        <Text size="sm" className={classes.wait}>
          <Elapsed since={request.created_at} />
        </Text>
      </Group>
      <Text>{request.description}</Text>
      {request.put_backs > 0 && (
        <Text size="sm" c="dimmed">
          Put back {request.put_backs === 1 ? 'once' : `${request.put_backs} times`}
        </Text>
      )}
      <ProblemAlert problem={accept.problem} title={conflictTitle(accept.problem?.winner)} onClose={accept.dismiss} />
      <Button
        variant="light"
        mih={44}
        fullWidth
        loading={accept.pending}
        aria-label={`Accept PC ${request.seat}`}
        onClick={() => void accept.run()}
      >
        Accept
      </Button>
    </>
  );
}

/** Says who was faster, where that is the reason. */
export function conflictTitle(winner: string | undefined): string {
  return winner ? `${winner} was faster` : 'Not accepted';
}
