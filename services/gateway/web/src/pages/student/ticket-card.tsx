import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { waitQuery } from '../../api/queries';
import type { HelpRequest, Lab } from '../../api/types';
import { ConfirmButton } from '../../components/confirm-button';
import { announce } from '../../components/layout/announcer';
import { nextStep } from '../../components/layout/keep-focus';
import { Elapsed } from '../../time/elapsed';
import { EditForm } from './ask-form';
import { Company, LeaveButton, seatOf } from './same-problem';
import { expectedWait, record } from './expected-wait';
import { HoldSteps } from './hold-button';
import classes from './ticket-card.module.css';

interface Props {
  request: HelpRequest;
  /** From 1; undefined while it is not known or the request does not wait. */
  position: number | undefined;
  /** Who is ahead and why, in words; undefined while it is not known. */
  reason?: string;
  lab: Pick<Lab, 'topics' | 'policy'>;
  /** Who looks at it: who asked, or waits along. */
  accountId: string;
  /** After a step that ended the request. */
  onEnded: () => void | Promise<void>;
}

/** The person's open request: the place in large type, or who is coming. */
export function TicketCard({ request, position, reason, lab, accountId, onEnded }: Props) {
  const [editing, { open, close }] = useDisclosure();
  const waiting = request.status === 'pending';
  const seat = seatOf(request, accountId);
  return (
    <Paper
      component="section"
      aria-labelledby="ticket"
      className={classes.card}
      p="lg"
      data-status={request.status}
      {...nextStep}
    >
      <Stack>
        {waiting ? <Place request={request} position={position} reason={reason} /> : <Coming request={request} seat={seat} />}
        <div className={classes.facts}>
          <Text fw={700}>
            PC {seat}
            {request.topic && ` · ${request.topic}`}
          </Text>
          <Text>{request.description}</Text>
          <Text size="sm" c="dimmed">
            {waiting ? 'Waiting for ' : 'Accepted '}
            <Elapsed since={waiting ? request.created_at : (request.accepted_at ?? request.created_at)} />
            {waiting ? '' : ' ago'}
            {request.put_backs > 0 && waiting && '. A tutor put it back in the queue; you kept your place'}.
          </Text>
        </div>
        <Company request={request} accountId={accountId} />
        {request.student_id !== accountId ? (
          <LeaveButton request={request} onLeft={onEnded} />
        ) : waiting && editing ? (
          <EditForm request={request} lab={lab} onClose={close} />
        ) : (
          <Group gap="xs">
            {waiting && (
              <Button variant="default" mih={44} onClick={open}>
                Edit
              </Button>
            )}
            {waiting && request.companions.length === 0 && <HoldSteps request={request} limitS={lab.policy.hold_limit_s} />}
            <EndingSteps request={request} onEnded={onEnded} />
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

function Place({ request, position, reason }: Pick<Props, 'request' | 'position' | 'reason'>) {
  return (
    <div>
      <Title order={2} size="h4" id="ticket">
        Your place in the queue
      </Title>
      <Text className={classes.position} data-testid="position">
        {position ?? '…'}
      </Text>
      {position !== undefined && <Text size="lg">{reason ?? peopleAhead(position)}</Text>}
      {position !== undefined && <Expectation requestId={request.id} position={position} />}
    </div>
  );
}

function Expectation({ requestId, position }: { requestId: string; position: number }) {
  const { data: wait } = useQuery(waitQuery(requestId, position));
  const words = expectedWait(wait);
  if (!words) return null;
  return (
    <Text data-testid="expected-wait">
      {words}{' '}
      <Text span size="sm" c="dimmed">
        {record(wait)}
      </Text>
    </Text>
  );
}

export function peopleAhead(position: number): string {
  if (position === 1) return 'You are next.';
  return position === 2 ? '1 person is ahead of you.' : `${position - 1} people are ahead of you.`;
}

function Coming({ request, seat }: { request: HelpRequest; seat: string }) {
  return (
    <div>
      <Title order={2} size="h4" id="ticket">
        Help is on the way
      </Title>
      <Text className={classes.helper} data-testid="helper">
        {request.helper_name ?? 'A tutor'} is coming to PC {seat}.
      </Text>
      <Text>Please stay at your PC.</Text>
    </div>
  );
}

function EndingSteps({ request, onEnded }: { request: HelpRequest; onEnded: () => void | Promise<void> }) {
  const params = { path: { request_id: request.id } };
  return (
    <>
      <ConfirmButton
        mih={44}
        question="Solved without help?"
        explanation={afterwards(request, 'Your request ends and your place goes to the next person.')}
        confirmLabel="Yes, I solved it"
        onConfirm={async () => {
          await answer(api.POST('/api/v1/requests/{request_id}/resolve', { params }));
          announce('Your request is marked as solved without help.');
          await onEnded();
        }}
      >
        I solved it myself
      </ConfirmButton>
      <ConfirmButton
        mih={44}
        question="Cancel your request?"
        explanation={afterwards(request, 'You lose your place in the queue. You can ask again, at the end of the queue.')}
        confirmLabel="Cancel the request"
        onConfirm={async () => {
          await answer(api.POST('/api/v1/requests/{request_id}/cancel', { params }));
          announce('Your request was cancelled.');
          await onEnded();
        }}
      >
        Cancel request
      </ConfirmButton>
    </>
  );
}

/** What ending the request means: where others wait along, they go on. */
function afterwards(request: HelpRequest, alone: string): string {
  return request.companions.length === 0 ? alone : 'Those who wait along keep the place and go on without you.';
}
