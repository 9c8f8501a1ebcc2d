import { Alert, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { myRequestsQuery } from '../../api/queries';
import type { HelpRequest, Lab } from '../../api/types';
import { EmptyList } from '../../components/empty-list';
import { LinkButton } from '../../components/link-button';
import { Loading } from '../../components/loading';
import { Page } from '../../components/page';
import { Panel } from '../../components/panel';
import { OwnRequests } from '../../components/requests/own-requests';
import { Announcement } from '../../lab/announcement';
import { LiveGate, QueueStateBadge } from '../../lab/lab-frame';
import { nextTurn } from '../../lab/next-turn';
import { useLab } from '../../lab/use-lab';
import { type LabState, isOpen, joinable, ownOpenRequest, positionOf } from '../../live/lab-state';
import { useConnectionStatus } from '../../live/live-context';
import { useMe } from '../../session/use-me';
import { useNow } from '../../time/use-now';
import { AskForm } from './ask-form';
import { positionReason } from './position-reason';
import { SameProblem } from './same-problem';
import { TicketCard } from './ticket-card';
import { useAnnouncements } from './use-announcements';

/** A lab as a student sees it: ask, follow one's place, look back. */
export function StudentPage() {
  const { labId } = useParams({ from: '/member/labs/$labId/ask' });
  const { seat } = useSearch({ from: '/member/labs/$labId/ask' });
  const { account } = useMe();
  const { lab, live } = useLab(labId);
  const timeZone = lab.time_zone ?? undefined;
  const { request, known } = useOwnRequest(labId, live.state);
  const position = request && live.state.view === 'student' ? positionOf(live.state, request.id) : undefined;
  const refresh = useRefreshWithoutLive(labId);
  const now = useNow();
  useAnnouncements(request, position);
  if (lab.role !== 'student') return <NotAStudent lab={lab} />;
  const tab = position === undefined ? lab.name : `Number ${position} in the queue · ${lab.name}`;
  return (
    <Page
      title={lab.name}
      documentTitle={request?.status === 'in_progress' ? `Help is coming · ${lab.name}` : tab}
      subtitle={lab.room}
      size="sm"
      actions={<QueueStateBadge lab={lab} />}
    >
      <LiveGate live={live}>
        <Announcement announcement={lab.announcement} />
        {lab.paused && <Paused />}
        {!known && <Loading what="Looking for your request" />}
        {request && (
          <TicketCard
            request={request}
            position={position}
            reason={live.state.view === 'student' ? positionReason(live.state, request.id, now) : undefined}
            lab={lab}
            accountId={account.id}
            onEnded={refresh}
          />
        )}
        {known && !request && lab.queue_open && lab.policy.same_problem && live.state.view === 'student' && (
          <SameProblem labId={labId} seat={seat} questions={joinable(live.state, now)} onJoined={refresh} />
        )}
        {known && !request && <Ask lab={lab} seat={seat} onAsked={refresh} />}
        <OwnRequests
          labId={labId}
          live={live.state.view === 'student' ? Object.values(live.state.own) : []}
          timeZone={timeZone}
          hint="What you ask here is kept in this list."
        />
      </LiveGate>
    </Page>
  );
}

function Ask({ lab, seat, onAsked }: { lab: Lab; seat: string | undefined; onAsked: () => Promise<void> }) {
  if (!lab.queue_open) {
    return (
      <Panel title="Ask for help">
        <EmptyList title="The queue is closed.">
          {nextTurn(lab) ?? 'You can ask as soon as a tutor opens it.'} This page shows it without reloading.
        </EmptyList>
      </Panel>
    );
  }
  return (
    <Panel title="Ask for help">
      <AskForm lab={lab} seat={seat} onAsked={onAsked} />
    </Panel>
  );
}

function Paused() {
  return (
    <Alert role="status" variant="light" title="The tutors take a break">
      You keep your place and are called when they are back.
    </Alert>
  );
}

function NotAStudent({ lab }: { lab: Lab }) {
  return (
    <Page title={lab.name} subtitle={lab.room} size="sm">
      <Stack align="flex-start">
        <Text>You help in this lab, so its queue is where you are needed.</Text>
        <LinkButton to="/labs/$labId/queue" params={{ labId: lab.id }}>
          Open the queue
        </LinkButton>
      </Stack>
    </Page>
  );
}

/** The open request: from the live picture, or as fetched while there is none. */
function useOwnRequest(labId: string, live: LabState): { request: HelpRequest | undefined; known: boolean } {
  const fetched = useInfiniteQuery(myRequestsQuery(labId));
  if (live.view === 'student') return { request: ownOpenRequest(live), known: true };
  return { request: fetched.data?.pages.flatMap((page) => page.requests).find(isOpen), known: fetched.isFetched };
}

/** Fetches own requests again where the live connection cannot bring the change. */
function useRefreshWithoutLive(labId: string): () => Promise<void> {
  const queryClient = useQueryClient();
  const { connected } = useConnectionStatus();
  return async () => {
    if (!connected) await queryClient.invalidateQueries({ queryKey: myRequestsQuery(labId).queryKey.slice(0, 1) });
  };
}
