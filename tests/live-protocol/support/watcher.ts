// One live connection. Every frame in both directions is held against the document.
import { WebSocket } from 'ws';
import type { Frame, Role } from './document';
import { closings, faults, record } from './record';

/** Far more than anything takes. */
const patienceMs = 30_000;

export interface Heard {
  /** Name of the message in the document. */
  name: string | undefined;
  frame: Frame;
}

export class Watcher {
  readonly heard: Heard[] = [];
  closeCode: number | undefined;
  private readonly listeners = new Set<() => void>();
  /** The last revision of each topic. */
  private readonly revisions = new Map<string, number>();
  /** What was named last when subscribing. */
  private readonly since = new Map<string, number>();

  private constructor(
    private readonly socket: WebSocket,
    private readonly roles: Role[],
  ) {
    socket.on('message', (data, isBinary) => {
      if (isBinary) faults.push('a binary frame');
      this.receive(JSON.parse(String(data)) as Frame);
      this.changed();
    });
    socket.on('close', (code) => {
      this.closeCode = code;
      closings.add(code);
      this.changed();
    });
    // The close that follows says it.
    socket.on('error', () => undefined);
  }

  /** Connects as somebody who has these roles in the labs that are watched. */
  static async open(address: string, headers: Record<string, string>, roles: Role[]): Promise<Watcher> {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/live`, { headers });
    const watcher = new Watcher(socket, roles);
    await new Promise<void>((done, fail) => {
      socket.once('open', done);
      socket.once('error', fail);
    });
    return watcher;
  }

  subscribe(topic: string, since?: number): void {
    if (since !== undefined) this.since.set(topic, since);
    this.send(since === undefined ? { type: 'subscribe', topic } : { type: 'subscribe', topic, since });
  }

  /** Subscribes, and waits for the first frame of the topic. */
  async watch(topic: string, since?: number): Promise<Heard> {
    const from = this.heard.length;
    this.subscribe(topic, since);
    return this.until(`a frame of ${topic}`, ({ frame }) => frame.topic === topic, from);
  }

  send(frame: Frame): void {
    record(frame, 'from-client');
    this.say(JSON.stringify(frame));
  }

  /** Sends what is no message. */
  say(text: string | Buffer): void {
    this.socket.send(text);
  }

  /** The first frame for which `wanted` holds, from the given one on. */
  async until(what: string, wanted: (heard: Heard) => boolean, from = 0): Promise<Heard> {
    await this.waitFor(what, () => this.heard.slice(from).some(wanted));
    return this.heard.slice(from).find(wanted) as Heard;
  }

  /** The message `name` whose frame has these values. */
  async message(name: string, values: Frame = {}, from = 0): Promise<Frame> {
    const what = `${name} ${JSON.stringify(values)}`;
    const heard = await this.until(what, (heard) => heard.name === name && has(heard.frame, values), from);
    return heard.frame;
  }

  revision(topic: string): number {
    return this.revisions.get(topic) ?? 0;
  }

  async closed(): Promise<number> {
    await this.waitFor('the end of the connection', () => this.closeCode !== undefined);
    return this.closeCode as number;
  }

  /** Ends the connection as a lost network would. */
  cut(): void {
    this.socket.terminate();
  }

  private receive(frame: Frame): void {
    this.heard.push({ name: record(frame, this.roles), frame });
    this.count(frame);
  }

  /** Revisions are consecutive. */
  private count({ type, topic, revision }: Frame): void {
    if (typeof topic !== 'string' || typeof revision !== 'number') return;
    const before = this.revisions.get(topic);
    if (type === 'delta' && revision !== (before ?? NaN) + 1) faults.push(`${topic}: ${revision} after ${before}`);
    this.revisions.set(topic, type === 'resumed' ? (this.since.get(topic) ?? NaN) : revision);
  }

  private async waitFor(what: string, condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((done, fail) => {
      const timer = setTimeout(() => {
        this.listeners.delete(look);
        const last = this.heard.slice(-5).map(({ frame }) => JSON.stringify(frame));
        fail(new Error(`waited in vain for ${what}; the last frames were\n${last.join('\n')}`));
      }, patienceMs);
      const look = () => {
        // After a fault of a frame, what is waited for may never come.
        const [fault] = faults;
        if (fault === undefined && !condition()) return;
        clearTimeout(timer);
        this.listeners.delete(look);
        if (fault === undefined) done();
        else fail(new Error(fault));
      };
      this.listeners.add(look);
    });
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Whether the frame has at least these values, at any depth. */
function has(frame: unknown, values: unknown): boolean {
  if (typeof values !== 'object' || values === null) return frame === values;
  if (typeof frame !== 'object' || frame === null) return false;
  return Object.entries(values).every(([key, value]) => has((frame as Record<string, unknown>)[key], value));
}
