// A gateway made of a table, for tests: `vi.stubGlobal('fetch', fakeApi(...).fetch)`.

export interface Call {
  method: string;
  path: string;
  body: unknown;
  headers: Headers;
}

type Answer = Response | Promise<Response>;
type Handler = (call: Call) => Answer;

/** @param routes handlers by "METHOD /path"; anything else answers 404. */
export function fakeApi(routes: Record<string, Handler>) {
  const calls: Call[] = [];
  async function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname;
    const text = await request.text();
    const call = {
      method: request.method,
      path,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
      headers: request.headers,
    };
    calls.push(call);
    const handler = routes[`${request.method} ${path}`];
    return handler ? handler(call) : problem(404, 'not_found', 'There is no such address.');
  }
  return { fetch, calls };
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

export function problem(status: number, code: string, detail: string, more: object = {}): Response {
  const body = { type: 'about:blank', title: code, status, code, detail, request_id: 'request-1', ...more };
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });
}
