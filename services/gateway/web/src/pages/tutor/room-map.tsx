import { useQuery } from '@tanstack/react-query';
import { seatsQuery } from '../../api/queries';
import type { HelpRequest } from '../../api/types';
import { Panel } from '../../components/panel';
import { type HandUp, SeatMap } from '../../seats/seat-map';

interface Props {
  labId: string;
  /** In the order they are served. */
  waiting: HelpRequest[];
  helped: HelpRequest[];
}

/** Where in the room help is needed and given, if the lab has drawn its room. */
export function RoomMap({ labId, waiting, helped }: Props) {
  const { data: seats } = useQuery(seatsQuery(labId));
  if (!seats || seats.length === 0) return null;
  const hands = [
    ...waiting.flatMap((request, index) => handsOf(request, index + 1)),
    ...helped.flatMap((request) => handsOf(request)),
  ];
  return (
    <Panel title="The room">
      <SeatMap seats={seats} hands={hands} />
    </Panel>
  );
}

/** One visit may serve several PCs. */
function handsOf(request: HelpRequest, position?: number): HandUp[] {
  return [request.seat, ...request.companions.map(({ seat }) => seat)].map((seat) => ({ seat, position }));
}
