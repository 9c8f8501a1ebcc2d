import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availability, labSummary, request } from '../testing/samples';
import {
  type LabState,
  type StaffLab,
  type StudentLab,
  helpedRequests,
  joinable,
  ownOpenRequest,
  positionOf,
  reduceLab,
  seatsOf,
  unknownLab,
  waitingRequests,
} from './lab-state';
import type { LabDelta, LabMessage, StaffSnapshot, StudentSnapshot } from './protocol';

const topic = 'lab/lab-1';

function staffSnapshot(revision: number, changes: Partial<StaffSnapshot> = {}): StaffSnapshot {
  return { type: 'snapshot', topic, view: 'staff', revision, lab: labSummary, requests: [], tutors: [], ...changes };
}

function studentSnapshot(revision: number, changes: Partial<StudentSnapshot> = {}): StudentSnapshot {
  return { type: 'snapshot', topic, view: 'student', revision, lab: labSummary, tickets: [], own: [], ...changes };
}

/** What a delta tells of, apart from what all of them have. */
type Told<Delta> = Delta extends LabDelta ? Omit<Delta, 'type' | 'topic' | 'revision' | 'event'> : never;

function delta(revision: number, told: Told<LabDelta>, event = 'changed'): LabDelta {
  return { type: 'delta', topic, revision, event, ...told };
}

function after(...messages: LabMessage[]): LabState {
  let state: LabState = unknownLab;
  for (const message of messages) ({ state } = reduceLab(state, message));
  return state;
}

function staff(...messages: LabMessage[]): StaffLab {
  const state = after(...messages);
  if (state.view !== 'staff') throw new Error('not the view of staff');
  return state;
}

function student(...messages: LabMessage[]): StudentLab {
  const state = after(...messages);
  if (state.view !== 'student') throw new Error('not the view of a student');
  return state;
}

describe('the queue as staff see it', () => {
  it('lists those who wait by place, and then by id', () => {
    const state = staff(
      staffSnapshot(3, {
        requests: [request({ id: 'c', place: 2 }), request({ id: 'b', place: 2 }), request({ id: 'a', place: 9 })],
      }),
    );
    expect(waitingRequests(state).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  });

  it('moves an accepted request from the waiting to the helped, and a completed one out', () => {
    const accepted = request({ status: 'in_progress', helper_id: 'tom', version: 2 });
    const completed = request({ status: 'completed', helper_id: 'tom', version: 3 });
    const before = staff(staffSnapshot(1, { requests: [request()] }), delta(2, { request: accepted }));
    expect(waitingRequests(before)).toEqual([]);
    expect(helpedRequests(before)).toEqual([accepted]);
    const state = staff(
      staffSnapshot(1, { requests: [request()] }),
      delta(2, { request: accepted }),
      delta(3, { request: completed }),
    );
    expect(state.requests).toEqual({});
    expect(state.finished).toEqual([completed]);
  });

  it('takes over a changed lab', () => {
    const state = staff(staffSnapshot(1), delta(2, { lab: { ...labSummary, queue_open: false } }));
    expect(state.lab.queue_open).toBe(false);
  });

  it('ignores a delta it has seen', () => {
    const before = staff(staffSnapshot(5, { requests: [request({ version: 4 })] }));
    const { state, resubscribe } = reduceLab(before, delta(5, { request: request({ status: 'cancelled' }) }));
    expect(state).toBe(before);
    expect(resubscribe).toBe(false);
  });

  it('asks for what it missed once, and applies nothing from beyond the gap', () => {
    const before = staff(staffSnapshot(5));
    const first = reduceLab(before, delta(7, { request: request() }));
    expect(first.resubscribe).toBe(true);
    expect(first.state).toEqual({ ...before, resyncing: true });
    const second = reduceLab(first.state, delta(8, { request: request() }));
    expect(second).toEqual({ state: first.state, resubscribe: false });
  });

  it('asks again when there is a gap after resuming', () => {
    const gap = reduceLab(staff(staffSnapshot(5)), delta(7, { request: request() })).state;
    const resumed = reduceLab(gap, { type: 'resumed', topic, view: 'staff', revision: 9 }).state;
    expect(reduceLab(resumed, delta(9, { request: request() })).resubscribe).toBe(true);
  });

  it('begins anew when the role has changed meanwhile', () => {
    const step = reduceLab(staff(staffSnapshot(5)), { type: 'resumed', topic, view: 'student', revision: 9 });
    expect(step).toEqual({ state: unknownLab, resubscribe: true });
  });

  it('orders availability by its own version', () => {
    const snapshot = staffSnapshot(1, { tutors: [availability({ version: 3, status: 'busy' })] });
    const tutor = (version: number): LabMessage => ({ type: 'tutor', topic, tutor: availability({ version, status: 'away' }) });
    expect(staff(snapshot, tutor(2)).tutors.tom?.status).toBe('busy');
    expect(staff(snapshot, tutor(4)).tutors.tom?.status).toBe('away');
  });

  it('ignores deltas before the first snapshot', () => {
    expect(after(delta(4, { request: request() }))).toBe(unknownLab);
  });
});

describe('a request whose end is taken back', () => {
  it('is open again and no longer among the finished', () => {
    const helped = request({ status: 'in_progress', helper_id: 'tom' });
    const state = staff(
      staffSnapshot(1, { requests: [helped] }),
      delta(2, { request: { ...helped, status: 'completed', version: 2 } }),
      delta(3, { request: { ...helped, version: 3 } }),
    );
    expect(state.finished).toEqual([]);
    expect(helpedRequests(state).map(({ id }) => id)).toEqual(['r1']);
  });
});

describe('the queue as a student sees it', () => {
  const tickets = [
    { id: 'r1', place: 3, state: 'waiting' as const, first: true },
    { id: 'x', place: 1, state: 'waiting' as const, first: true },
    { id: 'y', place: 2, state: 'in_progress' as const, first: true },
  ];

  it('counts only those who wait ahead', () => {
    const state = student(studentSnapshot(1, { tickets, own: [request({ place: 3 })] }));
    expect(positionOf(state, 'r1')).toBe(2);
    expect(positionOf(state, 'y')).toBeUndefined();
    expect(positionOf(state, 'nobody')).toBeUndefined();
  });

  it('moves up when a ticket ahead is gone', () => {
    const state = student(
      studentSnapshot(1, { tickets, own: [request({ place: 3 })] }),
      delta(2, { ticket: { id: 'x', place: 1, state: 'gone', first: true } }),
    );
    expect(positionOf(state, 'r1')).toBe(1);
  });

  it('moves back when somebody ahead is put back', () => {
    const state = student(
      studentSnapshot(1, { tickets, own: [request({ place: 3 })] }),
      delta(2, { ticket: { id: 'y', place: 2, state: 'waiting', first: true } }),
    );
    expect(positionOf(state, 'r1')).toBe(3);
  });

  it('keeps a finished own request for the history, also over a new snapshot', () => {
    const completed = request({ status: 'completed', version: 3 });
    const state = student(
      studentSnapshot(1, { tickets, own: [request()] }),
      delta(2, { ticket: { id: 'r1', place: 3, state: 'gone', first: true }, own: completed }),
      studentSnapshot(8),
    );
    expect(ownOpenRequest(state)).toBeUndefined();
    expect(state.own.r1).toEqual(completed);
  });

  it('does not keep an open request that a new snapshot no longer has', () => {
    const state = student(studentSnapshot(1, { tickets, own: [request()] }), studentSnapshot(8));
    expect(state.own).toEqual({});
  });
});

/** A server that has seen some changes, and what a connection may do to its messages. */
const changes = array(
  record({
    id: constantFrom('a', 'b', 'c', 'd'),
    status: constantFrom('pending' as const, 'in_progress' as const, 'completed' as const, 'cancelled' as const),
    fate: constantFrom('delivered', 'delivered', 'twice', 'lost', 'late', 'snapshot'),
  }),
  { maxLength: 40 },
);

describe('any order of duplicates, losses and delays', () => {
  function history(steps: { id: string; status: 'pending' | 'in_progress' | 'completed' | 'cancelled' }[]) {
    return steps.map(({ id, status }, index) =>
      delta(index + 2, { request: request({ id, status, place: index + 1, version: index + 1 }) }),
    );
  }

  it('ends with the same queue as a connection that lost nothing', () => {
    assert(
      property(changes, (steps) => {
        const deltas = history(steps);
        const truth = staff(staffSnapshot(1), ...deltas);
        let state: LabState = staffSnapshotState();
        const late: LabDelta[] = [];
        const receive = (message: LabMessage, known: number) => {
          const step = reduceLab(state, message);
          ({ state } = step);
          if (step.resubscribe) resume(known);
        };
        // The server answers a subscription with everything it knows by then.
        const resume = (known: number) => {
          const { revision } = state;
          receive({ type: 'resumed', topic, view: 'staff', revision: known }, known);
          for (const missed of deltas.filter((each) => each.revision > revision && each.revision <= known)) {
            receive(missed, known);
          }
        };
        steps.forEach(({ fate }, index) => {
          const message = deltas[index];
          if (!message) return;
          const known = message.revision;
          if (fate === 'lost') return;
          if (fate === 'late') {
            late.push(message);
            return;
          }
          if (fate === 'snapshot') {
            receive(staffSnapshot(known, { requests: Object.values(staff(staffSnapshot(1), ...deltas.slice(0, index + 1)).requests) }), known);
            return;
          }
          receive(message, known);
          if (fate === 'twice') receive(message, known);
          for (const each of late.splice(0)) receive(each, known);
        });
        // Any later subscription, such as after a reconnect, brings the rest.
        resume(deltas.length + 1);
        if (state.view !== 'staff') throw new Error('not the view of staff');
        expect(state.requests).toEqual(truth.requests);
        expect(state.revision).toBe(truth.revision);
        expect(state.resyncing).toBe(false);
      }),
    );
  });

  it('never steps back and never skips a revision', () => {
    assert(
      property(array(integer({ min: 1, max: 12 }), { maxLength: 60 }), (revisions) => {
        let state: LabState = staffSnapshotState();
        for (const revision of revisions) {
          const before = state.revision;
          ({ state } = reduceLab(state, delta(revision, { request: request({ id: String(revision) }) })));
          expect(state.revision).toBe(revision === before + 1 ? revision : before);
        }
      }),
    );
  });

  function staffSnapshotState(): LabState {
    return reduceLab(unknownLab, staffSnapshot(1)).state;
  }
});

describe('a question that others may join', () => {
  const ticket = { id: 'r1', place: 1, state: 'waiting' as const, first: true };
  const shared = { description: 'It does not compile', companions: 1 };

  it('is offered in the order of service, and only while it waits for joining', () => {
    const state = student(
      studentSnapshot(1, { tickets: [{ ...ticket, id: 'r2', place: 2, shared }, { ...ticket, shared }, { ...ticket, id: 'r3', place: 3 }] }),
      delta(2, { ticket: { ...ticket, id: 'r2', place: 2 } }),
    );
    expect(joinable(state, 0)).toEqual([{ requestId: 'r1', ...shared }]);
  });

  it('is not offered while who asked is away', () => {
    const back = '2026-01-05T09:10:00Z';
    const state = student(studentSnapshot(1, { tickets: [{ ...ticket, shared, held_until: back }] }));
    expect(joinable(state, Date.parse(back) - 1)).toEqual([]);
    expect(joinable(state, Date.parse(back))).toHaveLength(1);
  });

  it('is no longer the own one after leaving it', () => {
    const joined = request({ student_id: 'sue' });
    const state = student(
      studentSnapshot(1, { tickets: [ticket], own: [joined] }),
      delta(2, { ticket: { ...ticket, shared } }, 'left'),
    );
    expect(ownOpenRequest(state)).toBeUndefined();
  });
});

describe('a screen in the room', () => {
  it('shows who waits in the order of service, then who is helped', () => {
    const seat = (id: string, place: number) => ({ id, place, state: 'waiting' as const, seat: id });
    const state = after(
      { type: 'snapshot', topic, view: 'wall', revision: 1, lab: labSummary, seats: [seat('2', 2), seat('1', 1), seat('3', 3)] },
      delta(2, { seat: { ...seat('1', 1), state: 'in_progress' } }),
      delta(3, { seat: { ...seat('3', 3), state: 'gone' } }),
    );
    if (state.view !== 'wall') throw new Error('not the view of a screen');
    const { waiting, helped } = seatsOf(state);
    expect([waiting.map(({ id }) => id), helped.map(({ id }) => id)]).toEqual([['2'], ['1']]);
  });
});
