import { Group, Stack, Tabs } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { LinkButton } from '../../components/link-button';
import { Page } from '../../components/page';
import { LiveGate, QueueStateBadge, QueueSwitch } from '../../lab/lab-frame';
import { StaffOnly } from '../../lab/staff-only';
import { useLab } from '../../lab/use-lab';
import { EditLab } from './edit-lab';
import { JoinCode } from './join-code';
import { LabHistory } from './lab-history';
import { LabOffers } from './lab-offers';
import { Members } from './members';
import { Overview } from './overview';
import { PolicyForm } from './policy-form';
import { ScheduleForm } from './schedule-form';
import { SeatMapForm } from './seat-map-form';

/** A lab as its manager sees it: what goes on, who is in it, how it is set up. */
export function ManagerPage() {
  const { labId } = useParams({ from: '/member/labs/$labId/manage' });
  const { tab = 'overview' } = useSearch({ from: '/member/labs/$labId/manage' });
  const navigate = useNavigate({ from: '/labs/$labId/manage' });
  const { lab, live } = useLab(labId);
  const timeZone = lab.time_zone ?? undefined;
  if (lab.role !== 'manager') return <StaffOnly lab={lab} who="managers" />;
  return (
    <Page
      title={lab.name}
      documentTitle={`Manage ${lab.name}`}
      subtitle={lab.room}
      size="lg"
      actions={
        <Group gap="xs">
          <QueueStateBadge lab={lab} />
          <QueueSwitch lab={lab} />
          <LinkButton to="/labs/$labId/queue" params={{ labId }} variant="default" mih={44}>
            Queue
          </LinkButton>
          <LinkButton to="/labs/$labId/wall" params={{ labId }} variant="default" mih={44}>
            Wall display
          </LinkButton>
        </Group>
      }
    >
      <LiveGate live={live}>
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(value) => void navigate({ search: { tab: value ?? 'overview' }, replace: true })}
        >
          <Tabs.List mb="lg">
            <Tabs.Tab value="overview">Overview</Tabs.Tab>
            <Tabs.Tab value="members">Members</Tabs.Tab>
            <Tabs.Tab value="settings">Settings</Tabs.Tab>
            <Tabs.Tab value="record">Record</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="overview">
            <Overview lab={lab} state={live.state} />
          </Tabs.Panel>
          <Tabs.Panel value="members">
            <Members labId={labId} />
          </Tabs.Panel>
          <Tabs.Panel value="settings">
            <Stack gap="lg">
              <JoinCode labId={labId} />
              <EditLab lab={lab} />
              <ScheduleForm lab={lab} />
              <PolicyForm lab={lab} />
              <SeatMapForm labId={labId} />
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="record">
            <Stack gap="lg">
              <LabOffers labId={labId} timeZone={timeZone} />
              <LabHistory labId={labId} timeZone={timeZone} />
            </Stack>
          </Tabs.Panel>
        </Tabs>
      </LiveGate>
    </Page>
  );
}
