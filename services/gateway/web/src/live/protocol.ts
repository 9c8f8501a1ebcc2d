// Messages of the live connection (`/api/v1/live`), as JSON text messages: short names for what is
// generated from the AsyncAPI document, which also says what each of them means.
import type { components } from './messages';

type Schemas = components['schemas'];

/** A place in the queue that does not say whose it is. */
export type Ticket = Schemas['Ticket'];
export type SharedQuestion = Schemas['SharedQuestion'];
/** A place in the queue as the room may see it. */
export type Seat = Schemas['Seat'];

export type ClientMessage = Schemas['Subscribe'] | Schemas['Unsubscribe'];

export type StaffSnapshot = Schemas['StaffSnapshot'];
export type StudentSnapshot = Schemas['StudentSnapshot'];
/** Of topic `lab/<id>/wall`. */
export type WallSnapshot = Schemas['WallSnapshot'];
/** One change of a lab's queue: what it tells of is the field it has. Revisions are consecutive. */
export type LabDelta =
  | Schemas['LabDelta']
  | Schemas['RequestDelta']
  | Schemas['TicketDelta']
  | Schemas['OwnDelta']
  | Schemas['SeatDelta'];

export type LabMessage =
  | StaffSnapshot
  | StudentSnapshot
  | WallSnapshot
  | LabDelta
  | Schemas['Resumed']
  | Schemas['TutorChanged'];

/** Not from the server: what the person has just marked as read on this page. */
export interface MarkedRead {
  type: 'marked_read';
  topic: 'me';
  /** All of them where absent. */
  ids?: string[];
  at: string;
  unread: number;
}

export type MeMessage =
  | Schemas['MeSnapshot']
  | Schemas['NotificationArrived']
  | Schemas['OfferChanged']
  | Schemas['MembershipChanged']
  | MarkedRead;

export type Refused = Schemas['Refused'];

export type ServerMessage = LabMessage | MeMessage | Schemas['StatisticsChanged'] | Refused | Schemas['Malformed'];

/** Why the server closes a connection. */
export const closeCodes = {
  /** The server goes away; come back after a random pause. */
  goingAway: 1001,
  /** The session's token has expired. */
  sessionExpired: 4401,
} as const;

export const topics = {
  me: 'me',
  lab: (labId: string) => `lab/${labId}`,
  wall: (labId: string) => `lab/${labId}/wall`,
  statistics: (labId: string) => `lab/${labId}/statistics`,
} as const;
