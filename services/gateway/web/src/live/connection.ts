// One WebSocket that is kept open: reconnects with back-off, renews the session when told that it
// has expired, and notices a connection that is dead without having said so.
import { backoff, spread } from './backoff';
import { type ClientMessage, type ServerMessage, closeCodes } from './protocol';

/** The part of WebSocket that is used, so that tests can bring their own. */
export type SocketLike = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'>;

/** `ended`: nobody is logged in any more. `unknown`: it could not be found out; try again later. */
export type SessionState = 'valid' | 'ended' | 'unknown';

export interface ConnectionStatus {
  connected: boolean;
  /** Since when it is not connected, in milliseconds since the epoch. */
  lostAt: number | undefined;
}

export interface ConnectionHandlers {
  onOpen: () => void;
  onMessage: (message: ServerMessage) => void;
  onStatus: (status: ConnectionStatus) => void;
  /** The session is over; the connection has stopped. */
  onSessionEnded: () => void;
  /** Nothing has come for a while: send something the server answers. False if there is nothing. */
  probe: () => boolean;
}

export interface ConnectionSetup {
  openSocket: () => SocketLike;
  /** Renews the session after the server said that it has expired. */
  renewSession: () => Promise<SessionState>;
  /** Asks whether somebody is logged in, where the server refused without saying why. */
  checkSession: () => Promise<SessionState>;
  /** In [0, 1). */
  random: () => number;
}

/** Silence after which the connection is probed; the server's own pings are invisible here. */
export const silenceMs = 60_000;
/** How long the answer to a probe may take. */
export const probeMs = 5_000;

export class Connection {
  private socket: SocketLike | undefined;
  private running = false;
  private opened = false;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly setup: ConnectionSetup,
    private readonly handlers: ConnectionHandlers,
  ) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    this.attempt = 0;
    this.handlers.onStatus({ connected: false, lostAt: Date.now() });
    this.connect();
  }

  stop(): void {
    this.running = false;
    this.dropSocket();
    this.clearTimer();
  }

  /** False where the connection is not open; whoever sends must be ready for that. */
  send(message: ClientMessage): boolean {
    if (!this.socket || !this.opened) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** The network has changed: what is open may be dead, what waits need not wait. */
  reconnectNow(): void {
    if (!this.running) return;
    const wasOpen = this.opened;
    this.dropSocket();
    this.clearTimer();
    if (wasOpen) this.lost();
    this.attempt = 0;
    this.connect();
  }

  /** Finds out whether an open connection still works, and replaces it if not. */
  probe(): void {
    if (!this.opened) return;
    clearTimeout(this.watchdog);
    if (!this.handlers.probe()) {
      this.watch();
      return;
    }
    this.watchdog = setTimeout(() => this.reconnectNow(), probeMs);
  }

  private connect(): void {
    this.timer = undefined;
    const socket = this.setup.openSocket();
    this.socket = socket;
    socket.onopen = () => {
      this.opened = true;
      this.handlers.onStatus({ connected: true, lostAt: undefined });
      this.handlers.onOpen();
      this.watch();
    };
    socket.onmessage = (event) => {
      // Only now is it known that the server keeps this connection.
      this.attempt = 0;
      this.watch();
      this.handlers.onMessage(JSON.parse(String(event.data)) as ServerMessage);
    };
    socket.onclose = (event) => this.closed(event.code);
  }

  private closed(code: number): void {
    const wasOpen = this.opened;
    this.dropSocket();
    if (!this.running) return;
    if (wasOpen) this.lost();
    if (code === closeCodes.sessionExpired) {
      void this.afterSession(this.setup.renewSession());
    } else if (!wasOpen) {
      // A browser does not tell why an upgrade failed; an expired session is one reason.
      void this.afterSession(this.setup.checkSession());
    } else {
      this.waitFor(code === closeCodes.goingAway ? spread(this.setup.random) : this.nextPause());
    }
  }

  private async afterSession(question: Promise<SessionState>): Promise<void> {
    const answer = await question;
    if (!this.running || this.socket || this.timer !== undefined) return;
    if (answer === 'ended') {
      this.stop();
      this.handlers.onSessionEnded();
      return;
    }
    this.waitFor(this.nextPause());
  }

  private nextPause(): number {
    const pause = backoff(this.attempt, this.setup.random);
    this.attempt += 1;
    return pause;
  }

  private waitFor(pauseMs: number): void {
    this.clearTimer();
    this.timer = setTimeout(() => this.connect(), pauseMs);
  }

  private clearTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private watch(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.probe(), silenceMs);
  }

  private lost(): void {
    this.handlers.onStatus({ connected: false, lostAt: Date.now() });
  }

  private dropSocket(): void {
    clearTimeout(this.watchdog);
    this.opened = false;
    const { socket } = this;
    this.socket = undefined;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    // Closing a dead connection can take a minute; nothing waits for it.
    socket.close();
  }
}
