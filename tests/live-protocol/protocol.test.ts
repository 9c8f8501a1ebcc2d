// Everything that can happen on a live connection, in a running system. Each frame in both directions
// is held against the document by the watchers; here it is only made to happen.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Handup } from './support/handup';
import { type Person, liveWithCookie } from './support/person';
import { type Frame, type Role, document, messages } from './support/document';
import { faults, samples } from './support/record';
import { withOneMore } from './support/strict';
import type { Watcher } from './support/watcher';

let handup: Handup;
let mona: Person;
let tom: Person;
let tina: Person;
let sam: Person;
let sue: Person;
const open: Watcher[] = [];

beforeAll(async () => {
  handup = await Handup.start('protocol');
  mona = await handup.person('mona');
  tom = await handup.person('tom');
  tina = await handup.person('tina');
  sam = await handup.person('sam');
  sue = await handup.person('sue');
});

afterAll(async () => {
  await handup?.stop();
});

afterEach(() => {
  for (const watcher of open.splice(0)) watcher.cut();
  // Taken out, so that each test tells its own.
  expect(faults.splice(0), 'what the document says otherwise').toEqual([]);
});

const rules = {
  mode: 'pull',
  order: 'fifo',
  cooldown_s: 0,
  held_per_tutor: 1,
  offer_deadline_s: 60,
  grace_s: 120,
  hold_limit_s: 600,
  same_problem: false,
};

function limit(setting: string): number {
  return document.channels.live['x-limits'].find((entry) => entry.setting === setting)?.value ?? NaN;
}

interface Lab {
  id: string;
  /** Its path in the REST API. */
  path: string;
  topic: string;
}

/** A lab of its own with an open queue: mona manages, tom and tina help, sam and sue ask. */
async function newLab(changes: Partial<typeof rules> = {}): Promise<Lab> {
  const { organisations } = await mona.call('GET', '/organisations');
  const texts = { name: 'Lab', room: 'Room B 204', topics: ['Loops', 'Functions'] };
  const { id } = await mona.call('POST', '/labs', { organisation_id: organisations[0].id, ...texts });
  const path = `/labs/${id}`;
  const members = { tom: 'tutor', tina: 'tutor', sam: 'student', sue: 'student' };
  for (const [username, role] of Object.entries(members)) {
    await mona.call('POST', `${path}/members`, { username, role });
  }
  await mona.call('PUT', `${path}/queue/state`, { open: true });
  await mona.call('PUT', `${path}/policy`, { ...rules, ...changes });
  return { id, path, topic: `lab/${id}` };
}

async function live(person: Person, ...roles: Role[]): Promise<Watcher> {
  const watcher = await person.live(...roles);
  open.push(watcher);
  return watcher;
}

/** A live connection that shows a lab. */
async function watching(person: Person, { topic }: Lab, ...roles: Role[]): Promise<Watcher> {
  const watcher = await live(person, ...roles);
  await watcher.watch(topic);
  return watcher;
}

/** Does something to a request. */
async function act(person: Person, request: string, what: string, body?: Frame): Promise<void> {
  await person.call('POST', `/requests/${request}/${what}`, body);
}

test('each role sees the life of a request in its own view', async () => {
  const lab = await newLab();
  const tutor = await watching(tom, lab, 'tutor');
  const owner = await watching(sam, lab, 'student');
  const other = await watching(sue, lab, 'student');
  const wall = await live(tina, 'tutor');
  await wall.watch(`${lab.topic}/wall`);
  const request = await sam.ask(lab.path, { topic: 'Loops' });
  await other.message('ticketDelta', { event: 'created', ticket: { id: request, state: 'waiting' } });

  await sam.call('PATCH', `/requests/${request}`, { seat: '15', description: 'It ends too early.', topic: 'Functions' });
  await act(sam, request, 'hold', { seconds: 300 });
  const held = await other.message('ticketDelta', { event: 'held' });
  expect(held.ticket).toHaveProperty('held_until');
  await act(sam, request, 'release');
  await act(tom, request, 'accept');
  await act(tom, request, 'put-back', { reason: 'A break' });
  await act(tom, request, 'move-first', { reason: 'Was nearly done' });
  await act(tina, request, 'accept');
  await act(tina, request, 'hand-over', { tutor_id: tom.id, note: 'Knows more of it' });
  await act(tom, request, 'complete', { note: 'An index' });
  await act(tom, request, 'undo');
  await act(tom, request, 'not-found');

  const steps = ['edited', 'held', 'released', 'accepted', 'put_back', 'moved_first', 'handed_over', 'completed', 'reopened'];
  for (const event of ['created', ...steps, 'not_found']) {
    await tutor.message('requestDelta', { event, request: { id: request } });
    await owner.message('ownDelta', { event, ticket: { id: request }, own: { id: request } });
    await other.message('ticketDelta', { event, ticket: { id: request } });
    await wall.message('seatDelta', { event, seat: { id: request } });
  }
  await wall.message('seatDelta', { event: 'not_found', seat: { state: 'gone', seat: '15' } });
});

test('snapshots show who waits and who is being helped', async () => {
  const lab = await newLab({ same_problem: true });
  const [first, second] = [await sam.ask(lab.path, { shared: true, topic: 'Loops' }), await sue.ask(lab.path)];
  await act(tom, second, 'accept');
  const manager = await watching(mona, lab, 'manager');
  expect(manager.heard[0]).toMatchObject({ name: 'staffSnapshot', frame: { requests: [{ id: first }, { id: second }] } });
  const student = await watching(sue, lab, 'student');
  const shared = { description: 'My loop never ends.', topic: 'Loops', companions: 0 };
  expect(student.heard[0]?.frame).toMatchObject({
    tickets: [{ id: first, state: 'waiting', shared }, { id: second, state: 'in_progress' }],
    own: [{ id: second }],
  });
  const wall = await live(mona, 'manager');
  await wall.watch(`${lab.topic}/wall`);
  expect(wall.heard[0]).toMatchObject({ name: 'wallSnapshot', frame: { seats: [{ id: first }, { id: second }] } });
  expect(JSON.stringify(wall.heard)).not.toMatch(/Student|never ends/);
});

test('students with the same problem wait together', async () => {
  const lab = await newLab({ same_problem: true });
  const tutor = await watching(tom, lab, 'tutor');
  const asker = await watching(sam, lab, 'student');
  const joiner = await watching(sue, lab, 'student');
  const request = await sam.ask(lab.path, { shared: true });
  await act(sue, request, 'join', { seat: '3' });
  await joiner.message('ownDelta', { event: 'joined', ticket: { shared: { companions: 1 } } });
  await asker.message('ownDelta', { event: 'joined', own: { id: request } });
  await act(sue, request, 'leave');
  await joiner.message('ticketDelta', { event: 'left', ticket: { id: request } });
  await act(sue, request, 'join', { seat: '3' });
  await act(sam, request, 'resolve');
  await tutor.message('requestDelta', { event: 'passed_on' });
  await tutor.message('requestDelta', { event: 'resolved', request: { id: request } });
});

test('everybody is told of the lab and the state of its queue', async () => {
  const lab = await newLab();
  const watchers = [
    await watching(tom, lab, 'tutor'),
    await watching(mona, lab, 'manager'),
    await watching(sam, lab, 'student'),
    await live(tina, 'tutor'),
  ];
  await watchers[3]?.watch(`${lab.topic}/wall`);
  await sam.ask(lab.path);
  const changes: [event: string, method: string, path: string, body: Frame][] = [
    ['announced', 'PUT', '/announcement', { text: 'Exercise 3 has a typo.' }],
    ['announcement_removed', 'PUT', '/announcement', { text: '' }],
    ['paused', 'PUT', '/queue/pause', { paused: true }],
    ['resumed', 'PUT', '/queue/pause', { paused: false }],
    ['policy_changed', 'PUT', '/policy', { ...rules, mode: 'both', order: 'first_help_first' }],
    ['updated', 'PATCH', '', { name: 'Another name', room: 'Room C', topics: [] }],
    ['seats_changed', 'PUT', '/seats', { seats: [{ seat: '14', column: 0, row: 0 }] }],
    ['schedule_changed', 'PUT', '/schedule', { hours: [{ weekday: 'monday', opens: '08:00', closes: '10:00' }], send_home: false }],
    ['closed', 'PUT', '/queue/state', { open: false }],
    ['opened', 'PUT', '/queue/state', { open: true }],
    ['closed_and_sent_home', 'PUT', '/queue/state', { open: false, send_home: true }],
  ];
  for (const [event, method, path, body] of changes) {
    await mona.call(method, lab.path + path, body);
    for (const watcher of watchers) await watcher.message('labDelta', { event });
  }
  await watchers[2]?.message('ownDelta', { event: 'sent_home', own: { outcome: 'sent_home' } });
});

test('a tutor who comes, goes and helps is shown to staff', async () => {
  const lab = await newLab();
  const manager = await watching(mona, lab, 'manager');
  const tutor = await watching(tom, lab, 'tutor');
  await tom.call('PUT', `${lab.path}/availability`, { available: true });
  await manager.message('tutor', { tutor: { tutor_id: tom.id, status: 'available' } });
  const request = await sam.ask(lab.path);
  await act(tom, request, 'accept');
  await manager.message('tutor', { tutor: { status: 'busy', request_id: request } });
  await act(tom, request, 'complete', {});
  const from = tutor.heard.length;
  await tom.call('PUT', `${lab.path}/availability`, { available: false });
  await tutor.message('tutor', { tutor: { tutor_id: tom.id, status: 'away' } }, from);
  const late = await watching(tina, lab, 'tutor');
  const known = expect.arrayContaining([expect.objectContaining({ tutor_id: tom.id, status: 'away' })]);
  expect(late.heard[0]?.frame).toMatchObject({ tutors: known });
});

test('offers go to who is asked, with how they end', async () => {
  const lab = await newLab({ mode: 'push' });
  const tutor = await watching(tom, lab, 'tutor');
  await tutor.watch('me');
  await tom.call('PUT', `${lab.path}/availability`, { available: true });
  const first = await sam.ask(lab.path, { topic: 'Loops' });
  const { offer: sent } = await tutor.message('offer', { offer: { state: 'sent', request_id: first } });
  const page = await live(tom, 'tutor');
  expect((await page.watch('me')).frame).toMatchObject({ offers: [{ state: 'sent', request_id: first }] });
  await tom.call('POST', `/offers/${(sent as Frame).id}/decline`, { reason: 'Not my topic' });
  await tutor.message('offer', { offer: { state: 'declined', reason: 'Not my topic' } });
  await act(sam, first, 'cancel');

  const second = await sue.ask(lab.path);
  const { offer } = await tutor.message('offer', { offer: { state: 'sent', request_id: second } });
  await tom.call('POST', `/offers/${(offer as Frame).id}/accept`);
  await tutor.message('offer', { offer: { state: 'accepted' } });
  await act(tom, second, 'complete', {});
  const third = await sam.ask(lab.path);
  await tutor.message('offer', { offer: { state: 'sent', request_id: third } });
  await act(sam, third, 'cancel');
  await tutor.message('offer', { offer: { state: 'withdrawn' } });
  await tom.call('PUT', `${lab.path}/availability`, { available: false });

  const manager = await watching(mona, lab, 'manager');
  await manager.watch('me');
  await mona.call('PUT', `${lab.path}/availability`, { available: true });
  const fourth = await sam.ask(lab.path);
  await manager.message('offer', { offer: { state: 'sent', request_id: fourth } });
});

test('a person is told, and told what has been read', async () => {
  const lab = await newLab();
  const student = await liveWithCookie(handup.address, 'sam', 'student');
  open.push(student);
  await student.watch('me');
  const request = await sam.ask(lab.path);
  await act(tom, request, 'accept');
  await student.message('notification', { notification: { kind: 'request.accepted', request_id: request } });
  await sam.call('POST', '/notifications/read', { all: true });
  await student.until('a notification that is read', ({ name, frame }) => name === 'notification' && frame.unread === 0);
  // Subscribing again begins anew; news may come before the snapshot.
  const from = student.heard.length;
  student.subscribe('me');
  await student.message('meSnapshot', { unread: 0 }, from);
});

test('who becomes a tutor gets the view of staff, and who is removed sees nothing more', async () => {
  const lab = await newLab();
  const page = await watching(sue, lab, 'student', 'tutor');
  await page.watch('me');
  await mona.call('POST', `${lab.path}/members`, { username: 'sue', role: 'tutor' });
  await page.message('membership', { membership: { lab_id: lab.id, role: 'tutor', removed: false } });
  await page.message('staffSnapshot');
  await mona.call('DELETE', `${lab.path}/members/${sue.id}`);
  await page.message('membership', { membership: { lab_id: lab.id, removed: true } });
  await page.message('refused', { topic: lab.topic, problem: { code: 'not_found' } });
});

test('managers hear that the statistics have changed', async () => {
  const lab = await newLab();
  const manager = await live(mona, 'manager');
  const { name } = await manager.watch(`${lab.topic}/statistics`);
  expect(name).toBe('changed');
  const from = manager.heard.length;
  const request = await sam.ask(lab.path);
  await act(tom, request, 'accept');
  await act(tom, request, 'complete', {});
  await manager.message('changed', { topic: `${lab.topic}/statistics` }, from);
});

test('who comes back gets just what was missed, in every view', async () => {
  const lab = await newLab();
  const wall = `${lab.topic}/wall`;
  const places: [Person, Role, string, string, string[]][] = [
    [tom, 'tutor', lab.topic, 'staff', ['requestDelta', 'labDelta']],
    [sam, 'student', lab.topic, 'student', ['ownDelta', 'labDelta']],
    [sue, 'student', lab.topic, 'student', ['ticketDelta', 'labDelta']],
    [mona, 'manager', wall, 'wall', ['seatDelta', 'labDelta']],
  ];
  const revisions: number[] = [];
  for (const [person, role, topic] of places) {
    const before = await live(person, role);
    await before.watch(topic);
    revisions.push(before.revision(topic));
    before.cut();
  }
  await sam.ask(lab.path);
  await mona.call('PUT', `${lab.path}/queue/pause`, { paused: true });
  for (const [index, [person, role, topic, view, missed]] of places.entries()) {
    const after = await live(person, role);
    const since = revisions[index] ?? NaN;
    expect(await after.watch(topic, since)).toMatchObject({ name: 'resumed', frame: { view, revision: since + 2 } });
    await after.message('labDelta', { event: 'paused', revision: since + 2 });
    expect(after.heard.slice(1, 3).map(({ name }) => name)).toEqual(missed);
  }
  // What the gateway can't know to have been missed begins anew.
  const future = await live(sam, 'student');
  expect((await future.watch(lab.topic, 1_000_000)).name).toBe('studentSnapshot');
});

test('what is not allowed is refused, and what is no message is answered', async () => {
  const lab = await newLab();
  const student = await live(sam, 'student');
  const nowhere = 'lab/00000000-0000-7000-8000-000000000000';
  const refusals: [string, string][] = [
    [`${lab.topic}/wall`, 'forbidden'],
    [`${lab.topic}/statistics`, 'forbidden'],
    [nowhere, 'not_found'],
    ['weather', 'not_found'],
  ];
  for (const [topic, code] of refusals) {
    expect(await student.watch(topic)).toMatchObject({ name: 'refused', frame: { problem: { code } } });
  }
  const unreadable = ['', '[]', '{"type":"shout"}', '{"type":"subscribe","topic":"me","extra":1}', Buffer.from('{}')];
  for (const frame of unreadable) {
    const from = student.heard.length;
    student.say(frame);
    await student.message('malformed', {}, from);
  }
});

test('who unsubscribes is told nothing more', async () => {
  const lab = await newLab();
  const tutor = await watching(tom, lab, 'tutor');
  tutor.send({ type: 'unsubscribe', topic: lab.topic });
  // Frames are acted on in order, so the one before has been when this one is answered.
  await tutor.watch(`${lab.topic}/wall`);
  const request = await sam.ask(lab.path);
  await tutor.message('seatDelta', { seat: { id: request } });
  expect(tutor.heard.filter(({ name }) => name === 'requestDelta')).toEqual([]);
});

test('one connection has only so many topics, and one person only so many connections', async () => {
  const most = limit('topics');
  const topics = ['me'];
  while (topics.length <= most) {
    const { topic } = await newLab();
    topics.push(topic, `${topic}/wall`, `${topic}/statistics`);
  }
  const manager = await live(mona, 'manager');
  for (const topic of topics.slice(0, most)) await manager.watch(topic);
  const beyond = await manager.watch(topics[most] ?? '');
  expect(beyond).toMatchObject({ name: 'refused', frame: { problem: { code: 'rate_limited' } } });

  for (let count = 1; count < limit('sockets'); count += 1) await live(mona, 'manager');
  await expect(live(mona, 'manager')).rejects.toThrow('429');
});

// Last: what the tests above have seen.
test('every message of the document was seen', () => {
  expect([...messages.keys()].filter((name) => !samples.has(name))).toEqual([]);
});

test('a field that is not documented would have been noticed, wherever it stood', () => {
  const unnoticed = [...samples].flatMap(([name, frame]) =>
    withOneMore(frame)
      .filter((more) => messages.get(name)?.fits(more))
      .map((more) => `${name}: ${JSON.stringify(more)}`),
  );
  expect(unnoticed).toEqual([]);
});
