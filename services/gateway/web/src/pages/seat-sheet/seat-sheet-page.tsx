import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { QRCodeSVG } from 'qrcode.react';
import { type FormEvent, useState } from 'react';
import { joinCodeQuery, seatsQuery } from '../../api/queries';
import { Page } from '../../components/page';
import { StaffOnly } from '../../lab/staff-only';
import { useLab } from '../../lab/use-lab';
import { joinLink } from '../manager/join-code';
import { SeatListError, seatList } from './seat-list';
import classes from './seat-sheet-page.module.css';

/** A sheet to print: for each seat of the room a code that signs in, joins and fills in the PC. */
export function SeatSheetPage() {
  const { labId } = useParams({ from: '/member/labs/$labId/seats' });
  const { lab } = useLab(labId);
  if (lab.role !== 'manager') return <StaffOnly lab={lab} who="managers" />;
  return <Sheet labId={labId} name={lab.name} room={lab.room} />;
}

function Sheet({ labId, name, room }: { labId: string; name: string; room: string }) {
  const { data: code } = useSuspenseQuery(joinCodeQuery(labId));
  const { data: drawn } = useSuspenseQuery(seatsQuery(labId));
  const [text, setText] = useState(drawn.length === 0 ? '1-30' : drawn.map(({ seat }) => seat).join(', '));
  const [seats, setSeats] = useState<string[]>([]);
  const [error, setError] = useState<string>();

  function show(event: FormEvent): void {
    event.preventDefault();
    try {
      setSeats(seatList(text));
      setError(undefined);
    } catch (problem) {
      if (!(problem instanceof SeatListError)) throw problem;
      setError(problem.message);
    }
  }

  return (
    <Page title="Codes for the seats" subtitle={`${name} · ${room}`} size="lg">
      <form onSubmit={show} noValidate aria-label="Seats" className={classes.screenOnly}>
        <Stack>
          <TextInput
            label="PC numbers"
            description="Numbers, ranges and names, separated by commas: 1-30, 32, Window."
            value={text}
            error={error}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group>
            <Button type="submit" mih={44}>
              Show codes
            </Button>
            {seats.length > 0 && (
              <Button variant="default" mih={44} onClick={() => window.print()}>
                Print {seats.length} codes
              </Button>
            )}
          </Group>
        </Stack>
      </form>
      <ul className={classes.sheet} aria-label="Codes">
        {seats.map((seat) => (
          <li key={seat} className={classes.seat}>
            <QRCodeSVG value={seatLink(code, seat)} size={128} marginSize={2} title={`Code of PC ${seat}`} />
            <Text className={classes.number}>PC {seat}</Text>
            <Text size="sm">{name}: scan to ask for help</Text>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** Address that joins the lab and fills in the PC. */
export function seatLink(code: string, seat: string): string {
  const link = new URL(joinLink(code));
  link.searchParams.set('seat', seat);
  return link.href;
}
