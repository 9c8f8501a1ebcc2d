// What every journey starts from: people who are logged in, labs of their own, screenshots.
import { type APIRequestContext, type Browser, type BrowserContextOptions, type Page, test as base, expect } from '@playwright/test';
import { resolve } from 'node:path';

export { expect };

export const password = 'handup-demo-2026';

/** People of the demo data. */
export type Person = 'mona' | 'tom' | 'tina' | 'sam' | 'sue' | 'stan';

export interface Lab {
  id: string;
  name: string;
}

interface Fixtures {
  /** Opens a page of its own for a person who is logged in. */
  as: (person: Person, options?: BrowserContextOptions) => Promise<Page>;
  /** The API as a person sees it. */
  apiAs: (person: Person) => Promise<APIRequestContext>;
  /** A new lab with an open queue: mona manages, tom and tina help, sam, sue and stan ask. */
  lab: Lab;
}

interface WorkerFixtures {
  cookies: Map<Person, Cookies>;
}

type Cookies = Awaited<ReturnType<APIRequestContext['storageState']>>;

export function address(): string {
  const url = process.env.HANDUP_URL;
  if (url === undefined) throw new Error('HANDUP_URL is set by the global setup');
  return url;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  baseURL: async ({}, use) => use(address()),

  // One login per person: logging in is rate limited, as it should be.
  cookies: [async ({}, use) => use(new Map()), { scope: 'worker' }],

  as: async ({ browser, playwright, cookies }, use) => {
    const opened: Page[] = [];
    await use(async (person, options = {}) => {
      const storageState = await cookiesOf(person, cookies, () => playwright.request.newContext({ baseURL: address() }));
      const page = await newPage(browser, { ...options, storageState });
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.context().close();
  },

  apiAs: async ({ playwright, cookies }, use) => {
    const opened: APIRequestContext[] = [];
    const extraHTTPHeaders = { origin: address() };
    await use(async (person) => {
      const storageState = await cookiesOf(person, cookies, () => playwright.request.newContext({ baseURL: address() }));
      const api = await playwright.request.newContext({ baseURL: address(), storageState, extraHTTPHeaders });
      opened.push(api);
      return api;
    });
    for (const api of opened) await api.dispose();
  },

  lab: async ({ apiAs }, use, info) => {
    await use(await newLab(await apiAs('mona'), `Lab ${info.testId.slice(-6)}`));
  },
});

/** A page of its own, with the right address. */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: address(), locale: 'en-GB', ...options });
  return context.newPage();
}

async function cookiesOf(
  person: Person,
  known: Map<Person, Cookies>,
  newApi: () => Promise<APIRequestContext>,
): Promise<Cookies> {
  const before = known.get(person);
  if (before) return before;
  const api = await newApi();
  const answer = await api.post('/api/v1/sessions', {
    data: { login: person, password },
    headers: { origin: address() },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const state = await api.storageState();
  known.set(person, state);
  await api.dispose();
  return state;
}

async function newLab(mona: APIRequestContext, name: string): Promise<Lab> {
  const { organisations } = await json(mona.get('/api/v1/organisations'));
  const lab = await json(
    mona.post('/api/v1/labs', {
      data: { organisation_id: organisations[0].id, name, room: 'Room B 204', topics: ['Loops', 'Functions'] },
    }),
  );
  const members = { tom: 'tutor', tina: 'tutor', sam: 'student', sue: 'student', stan: 'student' };
  for (const [username, role] of Object.entries(members)) {
    await json(mona.post(`/api/v1/labs/${lab.id}/members`, { data: { username, role } }));
  }
  await json(mona.put(`/api/v1/labs/${lab.id}/queue/state`, { data: { open: true } }));
  return { id: lab.id, name };
}

/** The body of an answer that went well. */
// eslint-disable-next-line -- the shape is each test's own knowledge
export async function json(call: Promise<import('@playwright/test').APIResponse>): Promise<any> {
  const answer = await call;
  expect(answer.ok(), `${answer.url()} answered ${answer.status()}: ${await answer.text()}`).toBe(true);
  return answer.json();
}

/** Asks for help through the API; returns the request's id. */
export async function ask(api: APIRequestContext, lab: Lab, seat: string, description: string, topic?: string): Promise<string> {
  const { request } = await json(
    api.post(`/api/v1/labs/${lab.id}/requests`, { data: { seat, description, ...(topic ? { topic } : {}) } }),
  );
  return request.id;
}

/** A lab's rules as they are at first, but for more time to answer an offer. */
const usualRules = {
  mode: 'pull',
  order: 'fifo',
  cooldown_s: 0,
  held_per_tutor: 1,
  offer_deadline_s: 60,
  grace_s: 120,
  hold_limit_s: 600,
  same_problem: false,
};

/** Has a manager change some of a lab's rules. */
export async function setRules(mona: APIRequestContext, lab: Lab, changes: Partial<typeof usualRules>): Promise<void> {
  await json(mona.put(`/api/v1/labs/${lab.id}/policy`, { data: { ...usualRules, ...changes } }));
}

/** Keeps a picture of the page in output/screenshots. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({
    path: resolve(import.meta.dirname, `../output/screenshots/${name}.png`),
    animations: 'disabled',
    fullPage: true,
  });
}

