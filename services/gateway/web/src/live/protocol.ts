// Messages of the live connection (`/api/v1/live`), as JSON text frames.
//
// OpenAPI has no words for WebSocket messages, so these types are written by hand.
import type { Availability, HelpRequest, LabSummary, Membership, Notification, Offer } from '../api/types';

/** A place in the queue that does not say whose it is. */
export interface Ticket {
  id: string;
  place: number;
  state: 'waiting' | 'in_progress';
  /** Whether it is the student's first help in this session, where the order depends on it. */
  first: boolean;
  /** Is not called before. */
  held_until?: string;
  /** What others may read who have the same problem; absent where it cannot be joined. */
  shared?: SharedQuestion;
}

export interface SharedQuestion {
  description: string;
  topic?: string;
  /** How many wait with it already. */
  companions: number;
}

/** A place in the queue as the room may see it. */
export interface Seat {
  id: string;
  place: number;
  state: Ticket['state'];
  /** PC number. */
  seat: string;
}

export type ClientMessage =
  | { type: 'subscribe'; topic: string; since?: number }
  | { type: 'unsubscribe'; topic: string };

export interface StaffSnapshot {
  type: 'snapshot';
  topic: string;
  view: 'staff';
  revision: number;
  lab: LabSummary;
  requests: HelpRequest[];
  tutors: Availability[];
}

export interface StudentSnapshot {
  type: 'snapshot';
  topic: string;
  view: 'student';
  revision: number;
  lab: LabSummary;
  tickets: Ticket[];
  own: HelpRequest[];
}

/** Of topic `lab/<id>/wall`. */
export interface WallSnapshot {
  type: 'snapshot';
  topic: string;
  view: 'wall';
  revision: number;
  lab: LabSummary;
  seats: Seat[];
}

/** One change of a lab's queue. Revisions are consecutive. */
export interface LabDelta {
  type: 'delta';
  topic: string;
  revision: number;
  /** What happened, such as "accepted". */
  event: string;
  lab?: LabSummary;
  /** For staff. */
  request?: HelpRequest;
  /** For students. */
  ticket?: Omit<Ticket, 'state'> & { state: Ticket['state'] | 'gone' };
  /** For the students the request belongs to. Without it, a ticket is not theirs, or no longer. */
  own?: HelpRequest;
  /** For a screen in the room. */
  seat?: Omit<Seat, 'state'> & { state: Seat['state'] | 'gone' };
}

/** The changes since the revision the client named follow one by one. */
export interface Resumed {
  type: 'resumed';
  topic: string;
  /** The view the changes are for, which a changed role may have made another. */
  view: 'staff' | 'student' | 'wall';
  revision: number;
}

/** A tutor's availability, ordered by its own version and not by the queue's revision. */
export interface TutorChanged {
  type: 'tutor';
  topic: string;
  tutor: Availability;
}

export type LabMessage = StaffSnapshot | StudentSnapshot | WallSnapshot | LabDelta | Resumed | TutorChanged;

export interface MeSnapshot {
  type: 'snapshot';
  topic: 'me';
  unread: number;
  /** The newest ones, newest first. */
  notifications: Notification[];
  /** Those that wait for the person's answer. */
  offers: Offer[];
}

/** Something has happened to an offer to the person. */
export interface OfferChanged {
  type: 'offer';
  topic: 'me';
  offer: Offer;
}

export interface NotificationArrived {
  type: 'notification';
  topic: 'me';
  notification: Notification;
  unread: number;
}

export interface MembershipChanged {
  type: 'membership';
  topic: 'me';
  membership: Membership & { removed: boolean };
}

/** Not from the server: what the person has just marked as read on this page. */
export interface MarkedRead {
  type: 'marked_read';
  topic: 'me';
  /** All of them where absent. */
  ids?: string[];
  at: string;
  unread: number;
}

export type MeMessage = MeSnapshot | NotificationArrived | OfferChanged | MembershipChanged | MarkedRead;

/** The figures of a lab are other than before; fetch them again. */
export interface StatisticsChanged {
  type: 'changed';
  topic: string;
}

export interface Refused {
  type: 'refused';
  topic: string;
  problem: { code: string; detail: string };
}

/** A frame of the client's that the server could not read. */
export interface Malformed {
  type: 'malformed';
  detail: string;
}

export type ServerMessage = LabMessage | MeMessage | StatisticsChanged | Refused | Malformed;

/** Why the server closes a connection. */
export const closeCodes = {
  /** The server goes away; come back after a random pause. */
  goingAway: 1001,
  /** The session's token has expired, or the session was ended. */
  sessionExpired: 4401,
} as const;

export const topics = {
  me: 'me',
  lab: (labId: string) => `lab/${labId}`,
  wall: (labId: string) => `lab/${labId}/wall`,
  statistics: (labId: string) => `lab/${labId}/statistics`,
} as const;
