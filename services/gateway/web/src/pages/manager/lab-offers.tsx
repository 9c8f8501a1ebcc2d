import { Button, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { labOffersQuery } from '../../api/queries';
import type { Offer } from '../../api/types';
import { EmptyList } from '../../components/empty-list';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { formatTime } from '../../time/format';

const states: Record<Offer['state'], string> = {
  sent: 'waits for an answer',
  accepted: 'accepted',
  declined: 'declined',
  lapsed: 'not answered in time',
  withdrawn: 'withdrawn',
  superseded: 'somebody else was faster',
  standby: 'stands by',
};

/** Who was asked to help whom, what came of it, and why it was them. */
export function LabOffers({ labId, timeZone }: { labId: string; timeZone: string | undefined }) {
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(labOffersQuery(labId));
  const offers = data?.pages.flatMap((page) => page.offers);
  return (
    <Panel title="Who was asked">
      {offers === undefined && <Loading what="Loading the offers" />}
      {offers?.length === 0 && (
        <EmptyList title="Nobody was asked yet.">Offers appear here once the rules let the system make some.</EmptyList>
      )}
      {offers && offers.length > 0 && (
        <Table.ScrollContainer minWidth={480}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>When</Table.Th>
                <Table.Th>Tutor</Table.Th>
                <Table.Th>Request</Table.Th>
                <Table.Th>Outcome</Table.Th>
                <Table.Th>Had helped</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {offers.map((offer) => (
                <Table.Tr key={offer.id}>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatTime(offer.sent_at, timeZone)}</Table.Td>
                  <Table.Td>{offer.helper_name}</Table.Td>
                  <Table.Td>
                    PC {offer.seat}, {offer.student_name}
                  </Table.Td>
                  <Table.Td>
                    {states[offer.state]}
                    {offer.reason && <Text size="sm">{offer.reason}</Text>}
                  </Table.Td>
                  <Table.Td>{load(offer)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {hasNextPage && (
        <Button variant="default" mih={44} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older ones
        </Button>
      )}
    </Panel>
  );
}

/** The part of the time at work that the tutor had helped when asked. */
function load({ score }: Offer): string {
  const part = score.find(({ name }) => name === 'load');
  return part ? `${Math.round(part.value * 100)} % of the time` : '–';
}
