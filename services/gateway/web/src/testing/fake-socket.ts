import type { SocketLike } from '../live/connection';
import type { ClientMessage, ServerMessage } from '../live/protocol';

/** A WebSocket whose other end is the test. */
export class FakeSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  readonly sent: ClientMessage[] = [];
  closed = false;

  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (typeof data !== 'string') throw new Error('the protocol has text frames only');
    this.sent.push(JSON.parse(data) as ClientMessage);
  }

  close(): void {
    this.closed = true;
  }

  /** The server accepts the connection. */
  accept(): void {
    this.onopen?.call(this as unknown as WebSocket, new Event('open'));
  }

  /** The server says something. */
  say(message: ServerMessage): void {
    const event = new MessageEvent('message', { data: JSON.stringify(message) });
    this.onmessage?.call(this as unknown as WebSocket, event);
  }

  /** The connection ends from the server's side. */
  end(code: number): void {
    this.onclose?.call(this as unknown as WebSocket, new CloseEvent('close', { code }));
  }
}
