// Somebody who is logged in.
import type { Frame, Role } from './document';
import { Watcher } from './watcher';

const password = 'handup-demo-2026';

export class Person {
  private constructor(
    private readonly address: string,
    private readonly token: string,
    readonly id: string,
  ) {}

  static async logIn(address: string, login: string): Promise<Person> {
    const session = await call(address, {}, 'POST', '/api/v1/sessions', { login, password, transport: 'bearer' });
    return new Person(address, session.access_token, session.account.id);
  }

  /** The body of an answer that must be a success. */
  // The shape is each test's own knowledge.
  async call(method: string, path: string, body?: Frame): Promise<any> {
    return call(this.address, this.bearer(), method, `/api/v1${path}`, body);
  }

  /** Opens a live connection. */
  async live(...roles: Role[]): Promise<Watcher> {
    return Watcher.open(this.address, this.bearer(), roles);
  }

  /** Asks for help; returns the id of the request. */
  async ask(lab: string, body: Frame = {}): Promise<string> {
    const asked = { seat: '14', description: 'My loop never ends.', ...body };
    return (await this.call('POST', `${lab}/requests`, asked)).request.id;
  }

  private bearer(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }
}

/** Opens a live connection as a browser does, with a cookie. */
export async function liveWithCookie(address: string, login: string, role: Role): Promise<Watcher> {
  const answer = await fetch(`${address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ login, password }),
  });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  return Watcher.open(address, { cookie: cookies.join('; '), origin: address }, [role]);
}

async function call(
  address: string,
  headers: Record<string, string>,
  method: string,
  path: string,
  body?: Frame,
): Promise<any> {
  const answer = await fetch(address + path, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
