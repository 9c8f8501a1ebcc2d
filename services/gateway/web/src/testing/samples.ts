// Objects as the gateway sends them, for tests.
import type { Availability, HelpRequest, Lab, LabSummary, Me, Notification, Offer } from '../api/types';

export const labSummary: LabSummary = {
  id: 'lab-1',
  organisation_id: 'org-1',
  name: 'Programming 1',
  room: 'B 101',
  topics: ['Loops', 'Functions'],
  queue_open: true,
  paused: false,
  policy: {
    mode: 'pull',
    order: 'fifo',
    cooldown_s: 0,
    held_per_tutor: 1,
    offer_deadline_s: 30,
    grace_s: 120,
    hold_limit_s: 600,
    same_problem: false,
  },
  schedule: { hours: [], send_home: false },
  revision: 1,
};

export const lab: Lab = {
  ...labSummary,
  role: 'student',
  waiting: 0,
  in_progress: 0,
  created_at: '2026-01-05T08:00:00Z',
};

export const me: Me = {
  account: {
    id: 'sam',
    username: 'sam',
    display_name: 'Sam Student',
    email: 'sam@example.org',
    admin: false,
    created_at: '2026-01-05T08:00:00Z',
  },
  memberships: [],
};

export function request(changes: Partial<HelpRequest> = {}): HelpRequest {
  return {
    id: 'r1',
    lab_id: 'lab-1',
    student_id: 'sam',
    student_name: 'Sam Student',
    status: 'pending',
    seat: '14',
    description: 'My loop never ends',
    place: 1,
    put_backs: 0,
    helped_before: 0,
    held_s: 0,
    shared: false,
    companions: [],
    created_at: '2026-01-05T09:00:00Z',
    version: 1,
    ...changes,
  };
}

export function availability(changes: Partial<Availability> = {}): Availability {
  return {
    lab_id: 'lab-1',
    tutor_id: 'tom',
    tutor_name: 'Tom Tutor',
    status: 'available',
    changed_at: '2026-01-05T09:00:00Z',
    version: 1,
    ...changes,
  };
}

export function notification(changes: Partial<Notification> = {}): Notification {
  return {
    id: 'n1',
    kind: 'request.accepted',
    title: 'Tom Tutor is coming',
    body: 'Stay at PC 14.',
    created_at: '2026-01-05T09:01:00Z',
    version: 1,
    ...changes,
  };
}

export function offer(changes: Partial<Offer> = {}): Offer {
  return {
    id: 'o1',
    lab_id: 'lab-1',
    request_id: 'r1',
    helper_id: 'tom',
    helper_name: 'Tom Tutor',
    state: 'sent',
    sent_at: '2026-01-05T09:00:00Z',
    expires_at: '2026-01-05T09:00:30Z',
    wave: 1,
    score: [
      { name: 'load', value: 0.25 },
      { name: 'last_offer', value: -120 },
    ],
    version: 1,
    seat: '14',
    description: 'My loop never ends',
    topic: 'Loops',
    student_name: 'Sam Student',
    ...changes,
  };
}
