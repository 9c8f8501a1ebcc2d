import { Group, Paper, SegmentedControl, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useState } from 'react';
import { asProblem } from '../../api/problem';
import { statisticsQuery } from '../../api/queries';
import type { Lab, Spread, Statistics } from '../../api/types';
import { EmptyList } from '../../components/empty-list';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { type LabState, helpedRequests, waitingRequests } from '../../live/lab-state';
import { useStatisticsChanges } from '../../live/live-context';
import { DateTime } from '../../time/date-time';
import { formatDuration } from '../../time/format';
import { hourBars } from './hours';

const HoursChart = lazy(() => import('./hours-chart'));

const spans = [
  { value: '24', label: '24 hours' },
  { value: '168', label: '7 days' },
];

/** What goes on now, and what the past hours say. */
export function Overview({ lab, state }: { lab: Lab; state: LabState }) {
  const [span, setSpan] = useState('24');
  const timeZone = lab.time_zone ?? undefined;
  const statistics = useLiveStatistics(lab.id, Number(span));
  return (
    <Stack gap="lg">
      <LiveCounts lab={lab} state={state} />
      <Panel
        title="Requests per hour"
        actions={<SegmentedControl aria-label="Span" data={spans} value={span} onChange={setSpan} />}
      >
        <ProblemAlert
          problem={statistics.error ? asProblem(statistics.error) : undefined}
          title="The figures could not be loaded"
        />
        {statistics.isPending && <Loading what="Loading the figures" />}
        {statistics.data && <Figures statistics={statistics.data} timeZone={timeZone} />}
      </Panel>
    </Stack>
  );
}

/** Fetches the figures again when the live connection says that they have changed. */
function useLiveStatistics(labId: string, spanHours: number) {
  const queryClient = useQueryClient();
  const changes = useStatisticsChanges(labId);
  useEffect(() => {
    if (changes > 0) void queryClient.invalidateQueries({ queryKey: ['statistics', labId] });
  }, [changes, labId, queryClient]);
  return useQuery(statisticsQuery(labId, spanHours));
}

function LiveCounts({ lab, state }: { lab: Lab; state: LabState }) {
  const staff = state.view === 'staff' ? state : undefined;
  const tutors = Object.values(staff?.tutors ?? {});
  const counts = [
    { label: 'Waiting', value: staff ? waitingRequests(staff).length : lab.waiting, id: 'count-waiting' },
    { label: 'In progress', value: staff ? helpedRequests(staff).length : lab.in_progress, id: 'count-in-progress' },
    { label: 'Tutors available', id: 'count-available', value: staff && tutors.filter((tutor) => tutor.status === 'available').length },
    { label: 'Tutors busy', value: staff && tutors.filter((tutor) => tutor.status === 'busy').length },
  ];
  return (
    <Panel title="Right now">
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {counts.map(({ label, value, id }) => (
          <Figure key={label} label={label} value={value === undefined ? '…' : String(value)} id={id} />
        ))}
      </SimpleGrid>
    </Panel>
  );
}

function Figure({ label, value, id }: { label: string; value: string; id?: string }) {
  return (
    <Paper p="sm" bg="var(--mantine-color-body)">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz="1.8rem" fw={800} lh={1.2} data-testid={id}>
        {value}
      </Text>
    </Paper>
  );
}

/** "82 % of 120"; they are meant to hold for 80 %. */
function heldShare({ estimates, estimates_held }: Statistics): string {
  return estimates === 0 ? '–' : `${Math.round((100 * estimates_held) / estimates)} % of ${estimates}`;
}

function Figures({ statistics, timeZone }: { statistics: Statistics; timeZone?: string }) {
  if (statistics.requests === 0) {
    return <EmptyList title="Nobody asked in this span.">Choose a longer span, or give the join code to your students.</EmptyList>;
  }
  return (
    <Stack>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <Figure label="Requests" value={String(statistics.requests)} id="figure-requests" />
        <Figure label="Completed" value={String(statistics.completed)} id="figure-completed" />
        <Figure label="Cancelled" value={String(statistics.cancelled)} />
        <Figure label="Put back" value={String(statistics.put_backs)} />
        <Figure label="Expected waits that held" value={heldShare(statistics)} />
      </SimpleGrid>
      <Suspense fallback={<Loading what="Loading the chart" />}>
        <HoursChart bars={hourBars(statistics.from, statistics.to, statistics.hours, timeZone)} />
      </Suspense>
      <HoursTable statistics={statistics} timeZone={timeZone} />
      <Group>
        <Text size="sm" c="dimmed">
          Half of the waits are at most the median, nine in ten at most the 90 % value. Those who still wait count with
          their wait so far.{timeZone ? ` Times are in ${timeZone}.` : ''}
        </Text>
      </Group>
    </Stack>
  );
}

function HoursTable({ statistics, timeZone }: { statistics: Statistics; timeZone?: string }) {
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Table of figures per hour', role: 'region' } }}>
      <Table captionSide="top">
        <Table.Caption>Waits and help per hour</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Hour</Table.Th>
            <Table.Th scope="col">Requests</Table.Th>
            <Table.Th scope="col">Helped</Table.Th>
            <Table.Th scope="col">Median wait</Table.Th>
            <Table.Th scope="col">90 % wait</Table.Th>
            <Table.Th scope="col">Median help</Table.Th>
            <Table.Th scope="col">90 % help</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr fw={700}>
            <Table.Th scope="row">Whole span</Table.Th>
            <Table.Td>{statistics.requests}</Table.Td>
            <Table.Td>{statistics.help.count}</Table.Td>
            <SpreadCells wait={statistics.wait} help={statistics.help} />
          </Table.Tr>
          {statistics.hours.toReversed().map((hour) => (
            <Table.Tr key={hour.from}>
              <Table.Th scope="row" fw={400}>
                <DateTime at={hour.from} timeZone={timeZone} />
              </Table.Th>
              <Table.Td>{hour.requests}</Table.Td>
              <Table.Td>{hour.helped}</Table.Td>
              <SpreadCells wait={hour.wait} help={hour.help} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function SpreadCells({ wait, help }: { wait: Spread; help: Spread }) {
  return (
    <>
      <Table.Td>{seconds(wait, wait.median_s)}</Table.Td>
      <Table.Td>{seconds(wait, wait.p90_s)}</Table.Td>
      <Table.Td>{seconds(help, help.median_s)}</Table.Td>
      <Table.Td>{seconds(help, help.p90_s)}</Table.Td>
    </>
  );
}

/** Figures that rest on nothing mean nothing. */
function seconds({ count }: Spread, value: number | null | undefined): string {
  return count === 0 || value === null || value === undefined ? '–' : formatDuration(value);
}
