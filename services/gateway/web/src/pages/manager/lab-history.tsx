import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { labHistoryQuery } from '../../api/queries';
import { EmptyList } from '../../components/empty-list';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { formatTime } from '../../time/format';

const words: Record<string, string> = {
  created: 'made the lab',
  updated: 'changed name, room or topics',
  opened: 'opened the queue',
  closed: 'closed the queue',
  closed_and_sent_home: 'closed the queue and sent home who waited',
  paused: 'paused the queue',
  resumed: 'ended the break',
  announced: 'announced',
  announcement_removed: 'took the announcement away',
  policy_changed: 'changed the rules',
  schedule_changed: 'changed the weekly hours',
  seats_changed: 'drew the room anew',
};

/** Who changed what about the lab and its queue, newest first. */
export function LabHistory({ labId, timeZone }: { labId: string; timeZone: string | undefined }) {
  const { data: entries } = useQuery(labHistoryQuery(labId));
  return (
    <Panel title="What was changed">
      {entries === undefined && <Loading what="Loading the changes" />}
      {entries?.length === 0 && <EmptyList title="Nothing was changed yet.">Changes appear here.</EmptyList>}
      {entries && entries.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>When</Table.Th>
                <Table.Th>Who and what</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entries.map((entry) => (
                <Table.Tr key={`${entry.at} ${entry.what}`}>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatTime(entry.at, timeZone)}</Table.Td>
                  <Table.Td>
                    {entry.actor_name} {words[entry.what] ?? entry.what.replaceAll('_', ' ')}
                    {entry.comment && <Text size="sm">{entry.comment}</Text>}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  );
}
