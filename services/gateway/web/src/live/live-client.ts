// Topics on top of the connection: who listens to what, and the state each topic is in.
import { Connection, type ConnectionSetup, type ConnectionStatus } from './connection';
import { type LabState, reduceLab, unknownLab } from './lab-state';
import { type MeState, reduceMe, unknownMe } from './me-state';
import type { LabMessage, MarkedRead, MeMessage, Refused, ServerMessage } from './protocol';
import type { Step } from './step';

/** How often the figures of a lab have changed since the page began to watch them. */
export interface StatisticsState {
  changes: number;
}

/** State of a topic, by the kind of its name. */
export type TopicState = LabState | MeState | StatisticsState;

export interface Topic<State> {
  state: State;
  /** Why the server does not give this topic. */
  refused: Refused['problem'] | undefined;
}

interface Entry extends Topic<TopicState> {
  listeners: Set<() => void>;
  retry: ReturnType<typeof setTimeout> | undefined;
}

type Listener = () => void;

/** Refusals that pass by themselves. */
const passing = new Set(['unavailable', 'rate_limited', 'internal']);
const retryMs = 2_000;

export interface LiveSetup extends ConnectionSetup {
  onSessionEnded: () => void;
}

export class LiveClient {
  private readonly connection: Connection;
  private readonly entries = new Map<string, Entry>();
  private readonly statusListeners = new Set<Listener>();
  private currentStatus: ConnectionStatus = { connected: false, lostAt: undefined };

  constructor(private readonly setup: LiveSetup) {
    this.connection = new Connection(setup, {
      onOpen: () => this.subscribeAll(),
      onMessage: (message) => this.receive(message),
      onStatus: (status) => {
        this.currentStatus = status;
        notify(this.statusListeners);
      },
      onSessionEnded: () => setup.onSessionEnded(),
      probe: () => this.probe(),
    });
  }

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.connection.stop();
    for (const entry of this.entries.values()) clearTimeout(entry.retry);
  }

  /** To be called when the browser says that the network is back. */
  networkChanged(): void {
    this.connection.reconnectNow();
  }

  /** To be called when a page that slept is looked at again. */
  checkConnection(): void {
    this.connection.probe();
  }

  get status(): ConnectionStatus {
    return this.currentStatus;
  }

  onStatus(listener: Listener): () => void {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  }

  /** Keeps `topic` live while at least one listener is there. Returns how to stop listening. */
  listen(topic: string, listener: Listener): () => void {
    let entry = this.entries.get(topic);
    if (!entry) {
      entry = { state: initialState(topic), refused: undefined, listeners: new Set(), retry: undefined };
      this.entries.set(topic, entry);
      this.subscribe(topic, entry);
    }
    const { listeners } = entry;
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.forget(topic);
    };
  }

  topic(topic: string): Topic<TopicState> | undefined {
    return this.entries.get(topic);
  }

  /** Applies what the person did on this page, so that it shows before the server repeats it. */
  markedRead(message: MarkedRead): void {
    this.receive(message);
  }

  private forget(topic: string): void {
    clearTimeout(this.entries.get(topic)?.retry);
    this.entries.delete(topic);
    this.connection.send({ type: 'unsubscribe', topic });
  }

  private subscribeAll(): void {
    for (const [topic, entry] of this.entries) this.subscribe(topic, entry);
  }

  private subscribe(topic: string, { state }: Entry): void {
    const since = 'revision' in state && state.view !== 'unknown' ? state.revision : undefined;
    this.connection.send(since === undefined ? { type: 'subscribe', topic } : { type: 'subscribe', topic, since });
  }

  /** Subscribing again is answered at once, and from memory where a revision is named. */
  private probe(): boolean {
    for (const [topic, entry] of this.entries) {
      if ('revision' in entry.state && entry.state.view !== 'unknown') {
        this.subscribe(topic, entry);
        return true;
      }
    }
    const first = this.entries.entries().next();
    if (first.done) return false;
    this.subscribe(...first.value);
    return true;
  }

  private receive(message: ServerMessage): void {
    if (message.type === 'malformed') throw new Error(`The server could not read a message: ${message.detail}`);
    const entry = this.entries.get(message.topic);
    // A last message of a topic that nobody listens to any more.
    if (!entry) return;
    if (message.type === 'refused') {
      this.refuse(message, entry);
      return;
    }
    const step = reduce(entry.state, message);
    if (step.state === entry.state && !entry.refused) return;
    // A new object, because React compares topics by identity.
    const next = { ...entry, state: step.state, refused: undefined };
    this.entries.set(message.topic, next);
    if (step.resubscribe) this.subscribe(message.topic, next);
    notify(next.listeners);
  }

  private refuse({ topic, problem }: Refused, entry: Entry): void {
    const next = { ...entry, refused: problem };
    this.entries.set(topic, next);
    if (passing.has(problem.code)) {
      next.retry = setTimeout(
        () => {
          const current = this.entries.get(topic);
          if (current) this.subscribe(topic, current);
        },
        retryMs * (1 + this.setup.random()),
      );
    }
    notify(next.listeners);
  }
}

function initialState(topic: string): TopicState {
  if (topic === 'me') return unknownMe;
  return topic.endsWith('/statistics') ? { changes: 0 } : unknownLab;
}

/** The state's own shape says which reducer it belongs to. */
function reduce(state: TopicState, message: Exclude<ServerMessage, Refused | { type: 'malformed' }>): Step<TopicState> {
  if ('revision' in state) return reduceLab(state, message as LabMessage);
  if ('unread' in state) return reduceMe(state, message as MeMessage);
  return { state: { changes: state.changes + 1 }, resubscribe: false };
}

function notify(listeners: Set<Listener>): void {
  for (const listener of listeners) listener();
}
