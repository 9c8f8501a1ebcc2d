import { Button, Group, Text } from '@mantine/core';
import { answer, api } from '../../api/client';
import type { HelpRequest } from '../../api/types';
import { ProblemAlert } from '../../components/problem-alert';
import { useAction } from '../../forms/use-action';
import { Elapsed } from '../../time/elapsed';
import { formatDuration } from '../../time/format';
import { useNow } from '../../time/use-now';
import { Companions } from './companions';
import { MoveFirstButton } from './move-first';
import classes from './tutor-page.module.css';

/** Those who wait, in the order they are served. */
export function WaitingList({ requests, mayPick = true }: { requests: HelpRequest[]; mayPick?: boolean }) {
  return (
    <ol className={classes.list} aria-label="Waiting">
      {requests.map((request, index) => (
        <li key={request.id} className={classes.entry}>
          <WaitingEntry request={request} mayPick={mayPick} first={index === 0} />
        </li>
      ))}
    </ol>
  );
}

export function acceptRequest(requestId: string) {
  return answer(api.POST('/api/v1/requests/{request_id}/accept', { params: { path: { request_id: requestId } } }));
}

interface EntryProps {
  request: HelpRequest;
  /** Whether the lab lets this person choose. */
  mayPick: boolean;
  first: boolean;
}

function WaitingEntry({ request, mayPick, first }: EntryProps) {
  const held = useHeld(request);
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
      <Companions request={request} />
      {request.put_backs > 0 && (
        <Text size="sm" c="dimmed">
          Put back {request.put_backs === 1 ? 'once' : `${request.put_backs} times`}
        </Text>
      )}
      <ProblemAlert problem={accept.problem} title={conflictTitle(accept.problem?.winner)} onClose={accept.dismiss} />
      {held > 0 && <Text size="sm">Asked to be called later, in {formatDuration(held)}.</Text>}
      {mayPick && held <= 0 && (
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
      )}
      {!first && <MoveFirstButton request={request} />}
    </>
  );
}

/** Seconds for which the student has asked not to be called. */
function useHeld({ held_until }: HelpRequest): number {
  const now = useNow();
  return held_until ? (Date.parse(held_until) - now) / 1000 : 0;
}

/** Says who was faster, where that is the reason. */
export function conflictTitle(winner: string | undefined): string {
  return winner ? `${winner} was faster` : 'Not accepted';
}
