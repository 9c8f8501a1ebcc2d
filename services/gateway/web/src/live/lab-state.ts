// The live picture of one lab's queue: a pure reducer over the messages of the topics `lab/<id>`
// and `lab/<id>/wall`.
import type { Availability, HelpRequest, LabSummary } from '../api/types';
import type { LabDelta, LabMessage, Seat, SharedQuestion, StaffSnapshot, StudentSnapshot, Ticket, WallSnapshot } from './protocol';
import type { Step } from './step';

interface Sequenced {
  /** The queue's revision this picture is true at. */
  revision: number;
  /** A gap was seen and the missing changes were asked for. */
  resyncing: boolean;
}

/** Nothing has arrived yet. */
export interface UnknownLab extends Sequenced {
  view: 'unknown';
}

/** What tutors and managers see. */
export interface StaffLab extends Sequenced {
  view: 'staff';
  lab: LabSummary;
  /** Waiting and in progress, by id. */
  requests: Record<string, HelpRequest>;
  /** Those that left the queue while this page watched, newest first. */
  finished: HelpRequest[];
  /** By tutor id. */
  tutors: Record<string, Availability>;
}

/** What students see: everyone's tickets, only their own requests. */
export interface StudentLab extends Sequenced {
  view: 'student';
  lab: LabSummary;
  tickets: Record<string, Ticket>;
  /** Own requests, by id; finished ones stay while this page watches. */
  own: Record<string, HelpRequest>;
}

/** What a screen in the room shows. */
export interface WallLab extends Sequenced {
  view: 'wall';
  lab: LabSummary;
  seats: Record<string, Seat>;
}

export type LabState = UnknownLab | StaffLab | StudentLab | WallLab;

export const unknownLab: UnknownLab = { view: 'unknown', revision: 0, resyncing: false };

/** How many finished requests a staff page remembers. */
const finishedKept = 50;

export function reduceLab(state: LabState, message: LabMessage): Step<LabState> {
  switch (message.type) {
    case 'snapshot':
      return keep(fromSnapshot(message, state));
    case 'resumed':
      // Changes for another view cannot be applied to this one: begin anew.
      if (message.view !== state.view) return { state: unknownLab, resubscribe: true };
      return keep({ ...state, resyncing: false });
    case 'delta':
      return inOrder(state, message);
    case 'tutor':
      return keep(withTutor(state, message.tutor));
  }
}

/** Applies a delta only if it is the next one: an older one is a duplicate, a later one a gap. */
function inOrder(state: LabState, delta: LabDelta): Step<LabState> {
  if (state.view === 'unknown' || delta.revision <= state.revision) return keep(state);
  if (delta.revision === state.revision + 1) return keep(applied(state, delta));
  if (state.resyncing) return keep(state);
  return { state: { ...state, resyncing: true }, resubscribe: true };
}

function keep(state: LabState): Step<LabState> {
  return { state, resubscribe: false };
}

function fromSnapshot(snapshot: StaffSnapshot | StudentSnapshot | WallSnapshot, before: LabState): LabState {
  switch (snapshot.view) {
    case 'staff':
      return staffFrom(snapshot, before);
    case 'student':
      return studentFrom(snapshot, before);
    case 'wall': {
      const { view, revision, lab } = snapshot;
      return { view, revision, resyncing: false, lab, seats: byId(snapshot.seats) };
    }
  }
}

function staffFrom(snapshot: StaffSnapshot, before: LabState): StaffLab {
  const { revision, lab } = snapshot;
  return {
    view: 'staff',
    revision,
    resyncing: false,
    lab,
    requests: byId(snapshot.requests),
    finished: before.view === 'staff' ? before.finished : [],
    tutors: Object.fromEntries(snapshot.tutors.map((tutor) => [tutor.tutor_id, tutor])),
  };
}

function studentFrom(snapshot: StudentSnapshot, before: LabState): StudentLab {
  const { revision, lab } = snapshot;
  const own = byId(snapshot.own);
  if (before.view === 'student') {
    // A finished request is no longer in a snapshot but still in the person's history.
    for (const request of Object.values(before.own)) {
      if (!isOpen(request)) own[request.id] ??= request;
    }
  }
  return { view: 'student', revision, resyncing: false, lab, tickets: byId(snapshot.tickets), own };
}

function applied(state: Exclude<LabState, UnknownLab>, delta: LabDelta): LabState {
  const next = { ...state, revision: delta.revision, lab: 'lab' in delta ? delta.lab : state.lab };
  switch (next.view) {
    case 'staff':
      return staffApplied(next, delta);
    case 'student':
      return studentApplied(next, delta);
    case 'wall':
      return 'seat' in delta ? { ...next, seats: moved(next.seats, delta.seat) } : next;
  }
}

/** The places after a change of one of them. */
function moved<T extends Ticket | Seat>(
  places: Record<string, T>,
  changed: Omit<T, 'state'> & { state: T['state'] | 'gone' },
): Record<string, T> {
  if (changed.state === 'gone') return without(places, changed.id);
  return { ...places, [changed.id]: changed as T };
}

function staffApplied(state: StaffLab, delta: LabDelta): StaffLab {
  if (!('request' in delta)) return state;
  const { request } = delta;
  const others = state.finished.filter((other) => other.id !== request.id);
  // One that is open again was finished a moment ago.
  if (isOpen(request)) return { ...state, requests: { ...state.requests, [request.id]: request }, finished: others };
  const finished = [request, ...others];
  return { ...state, requests: without(state.requests, request.id), finished: finished.slice(0, finishedKept) };
}

function studentApplied(state: StudentLab, delta: LabDelta): StudentLab {
  if (!('ticket' in delta)) return state;
  const { ticket } = delta;
  const tickets = moved(state.tickets, ticket);
  if ('own' in delta) return { ...state, tickets, own: { ...state.own, [delta.own.id]: delta.own } };
  // Whoever has left what another asked, or has passed it on, sees it no longer.
  return { ...state, tickets, own: state.own[ticket.id] ? without(state.own, ticket.id) : state.own };
}

function withTutor(state: LabState, tutor: Availability): LabState {
  if (state.view !== 'staff') return state;
  const known = state.tutors[tutor.tutor_id];
  if (known && known.version >= tutor.version) return state;
  return { ...state, tutors: { ...state.tutors, [tutor.tutor_id]: tutor } };
}

/** Waiting or in progress. */
export function isOpen(request: HelpRequest): boolean {
  return request.status === 'pending' || request.status === 'in_progress';
}

/** Those who wait, in the order they are served. */
export function waitingRequests(state: StaffLab): HelpRequest[] {
  return Object.values(state.requests)
    .filter((request) => request.status === 'pending')
    .toSorted(byPlace);
}

/** Those being helped, longest first. */
export function helpedRequests(state: StaffLab): HelpRequest[] {
  return Object.values(state.requests)
    .filter((request) => request.status === 'in_progress')
    .toSorted((a, b) => (a.accepted_at ?? '').localeCompare(b.accepted_at ?? '') || byPlace(a, b));
}

/** The person's open request in this lab; there is at most one. */
export function ownOpenRequest(state: StudentLab): HelpRequest | undefined {
  return Object.values(state.own).find(isOpen);
}

/** A question that others may join. */
export interface Joinable extends SharedQuestion {
  requestId: string;
}

/** What others wait with and let the person join, in the order they are served; not while they are away. */
export function joinable(state: StudentLab, nowMs: number): Joinable[] {
  return Object.values(state.tickets)
    .filter(({ held_until }) => !held_until || Date.parse(held_until) <= nowMs)
    .toSorted(byPlace)
    .flatMap(({ id, shared }) => (shared ? [{ requestId: id, ...shared }] : []));
}

/** The places of a screen in the room: those who wait in the order they are served, then the helped. */
export function seatsOf(state: WallLab): { waiting: Seat[]; helped: Seat[] } {
  const seats = Object.values(state.seats).toSorted(byPlace);
  return {
    waiting: seats.filter((seat) => seat.state === 'waiting'),
    helped: seats.filter((seat) => seat.state === 'in_progress'),
  };
}

/** Position from 1 of a waiting request; undefined where it does not wait. */
export function positionOf(state: StudentLab, requestId: string): number | undefined {
  if (state.tickets[requestId]?.state !== 'waiting') return undefined;
  return ticketsAhead(state, requestId).length + 1;
}

/** The tickets that wait before that of a request. */
export function ticketsAhead(state: StudentLab, requestId: string): Ticket[] {
  const own = state.tickets[requestId];
  if (!own) return [];
  return Object.values(state.tickets).filter((ticket) => ticket.state === 'waiting' && byPlace(ticket, own) < 0);
}

function byPlace(a: { place: number; id: string }, b: { place: number; id: string }): number {
  if (a.place !== b.place) return a.place - b.place;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

function byId<T extends { id: string }>(items: T[]): Record<string, T> {
  return Object.fromEntries(items.map((item) => [item.id, item]));
}

function without<T>(items: Record<string, T>, id: string): Record<string, T> {
  const { [id]: _gone, ...rest } = items;
  return rest;
}
