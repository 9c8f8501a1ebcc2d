import { Alert, Group, List, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { HelpRequest, Lab } from '../../api/types';
import { EmptyList } from '../../components/empty-list';
import { LinkButton } from '../../components/link-button';
import { Loading } from '../../components/loading';
import { Page } from '../../components/page';
import { Panel } from '../../components/panel';
import { AnnounceButton } from '../../lab/announce-button';
import { Announcement } from '../../lab/announcement';
import { LiveGate, QueueStateBadge, QueueSwitch } from '../../lab/lab-frame';
import { PauseSwitch } from '../../lab/pause-switch';
import { StaffOnly } from '../../lab/staff-only';
import { nextTurn } from '../../lab/next-turn';
import { useLab } from '../../lab/use-lab';
import { type StaffLab, helpedRequests, waitingRequests } from '../../live/lab-state';
import { useMe } from '../../session/use-me';
import { Elapsed } from '../../time/elapsed';
import { AvailabilitySwitch } from './availability-switch';
import { HelpingCard, PutBackButton } from './helping-card';
import { Offers } from './offers';
import { RoomMap } from './room-map';
import { TakeNext } from './take-next';
import { TutorHistory } from './tutor-history';
import { UndoBar } from './undo-bar';
import { useArrivalAnnouncements } from './use-arrival-announcements';
import { WaitingList } from './waiting-list';

/** A lab's queue as a tutor works through it, mostly on a phone while walking. */
export function TutorPage() {
  const { labId } = useParams({ from: '/member/labs/$labId/queue' });
  const { lab, live } = useLab(labId);
  if (lab.role === 'student') return <StaffOnly lab={lab} />;
  const waiting = live.state.view === 'staff' ? waitingRequests(live.state).length : lab.waiting;
  return (
    <Page
      title={lab.name}
      documentTitle={`${waiting} waiting · ${lab.name}`}
      subtitle={lab.room}
      size="sm"
      actions={<QueueStateBadge lab={lab} />}
    >
      <LiveGate live={live}>
        {live.state.view === 'staff' ? <Queue lab={lab} state={live.state} /> : <Loading what="Loading the queue" />}
      </LiveGate>
    </Page>
  );
}

function Queue({ lab, state }: { lab: Lab; state: StaffLab }) {
  const { account } = useMe();
  const timeZone = lab.time_zone ?? undefined;
  const [topic, setTopic] = useState<string>();
  const mayPick = lab.policy.mode !== 'push' || lab.role === 'manager';
  const all = waitingRequests(state);
  useArrivalAnnouncements(all);
  const shown = topic === undefined ? all : all.filter((request) => request.topic === topic);
  const helped = helpedRequests(state);
  const mine = helped.filter((request) => request.helper_id === account.id);
  const others = helped.filter((request) => request.helper_id !== account.id);
  const here = Object.values(state.tutors).filter(
    (tutor) => tutor.tutor_id !== account.id && tutor.status !== 'offline',
  );
  return (
    <Stack gap="lg">
      <Announcement announcement={lab.announcement} />
      {lab.paused && <Paused />}
      <Offers lab={lab} />
      {mine.map((request) => (
        <HelpingCard key={request.id} request={request} topics={lab.topics} others={here} />
      ))}
      <UndoBar finished={state.finished} tutorId={account.id} />
      {mayPick && !lab.paused && (
        <TakeNext labId={lab.id} topic={topic} first={shown[0]} primary={mine.length === 0} />
      )}
      <AvailabilitySwitch labId={lab.id} live={state.tutors[account.id]} />
      <Stack gap="sm" component="section" aria-labelledby="waiting">
        <Group justify="space-between" align="flex-end" gap="xs">
          <Title order={2} size="h4" id="waiting">
            Waiting: {shown.length}
            {topic !== undefined && ` of ${all.length}`}
          </Title>
          {lab.topics.length > 0 && <TopicFilter topics={lab.topics} topic={topic} onChange={setTopic} />}
        </Group>
        {!mayPick && <Text size="sm">In this lab the system offers requests; you are asked when it is your turn.</Text>}
        {shown.length === 0 ? (
          <NobodyWaits lab={lab} topic={topic} />
        ) : (
          <WaitingList requests={shown} mayPick={mayPick && !lab.paused} />
        )}
      </Stack>
      <RoomMap labId={lab.id} waiting={all} helped={helped} />
      {others.length > 0 && <HelpedByOthers requests={others} manager={lab.role === 'manager'} />}
      <Group gap="xs">
        <QueueSwitch lab={lab} />
        <PauseSwitch lab={lab} />
        <AnnounceButton lab={lab} />
        {lab.role === 'manager' && (
          <LinkButton to="/labs/$labId/manage" params={{ labId: lab.id }} variant="default" mih={44}>
            Manage lab
          </LinkButton>
        )}
      </Group>
      <TutorHistory
        labId={lab.id}
        live={[...state.finished.filter((request) => request.helper_id === account.id), ...mine]}
        timeZone={timeZone}
      />
    </Stack>
  );
}

interface TopicFilterProps {
  topics: string[];
  topic: string | undefined;
  onChange: (topic: string | undefined) => void;
}

function TopicFilter({ topics, topic, onChange }: TopicFilterProps) {
  return (
    <NativeSelect
      size="md"
      aria-label="Show topic"
      value={topic ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      data={[{ value: '', label: 'All topics' }, ...topics]}
    />
  );
}

function NobodyWaits({ lab, topic }: { lab: Lab; topic: string | undefined }) {
  if (topic !== undefined) return <EmptyList title={`Nobody waits with ${topic}.`}>Show all topics to see the others.</EmptyList>;
  if (!lab.queue_open) return <EmptyList title="The queue is closed.">{nextTurn(lab) ?? 'Open it, so that students can ask.'}</EmptyList>;
  return <EmptyList title="Nobody is waiting.">New requests appear here by themselves.</EmptyList>;
}

function Paused() {
  return (
    <Alert role="status" variant="light" title="The queue is paused">
      Students can ask, and nobody is called until the break ends.
    </Alert>
  );
}

/** Managers can put back what a tutor has forgotten. */
function HelpedByOthers({ requests, manager }: { requests: HelpRequest[]; manager: boolean }) {
  return (
    <Panel title="Being helped by others">
      <List size="sm" listStyleType="none" spacing="xs">
        {requests.map((request) => (
          <List.Item key={request.id}>
            <Text span fw={700}>
              PC {request.seat}
            </Text>{' '}
            by {request.helper_name} for <Elapsed since={request.accepted_at ?? request.created_at} />{' '}
            {manager && <PutBackButton request={request} />}
          </List.Item>
        ))}
      </List>
    </Panel>
  );
}
