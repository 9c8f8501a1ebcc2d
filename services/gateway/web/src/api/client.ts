// The one way to call the gateway. Paths, bodies and answers are typed by the generated schema.
import createClient from 'openapi-fetch';
import { sessionFetch } from '../session/session-fetch';
import { problemFrom } from './problem';
import type { paths } from './schema';

export const api = createClient<paths>({
  // Absolute, because a Request outside a page's navigation needs an absolute address in tests.
  baseUrl: window.location.origin,
  fetch: sessionFetch,
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * The body of an answer.
 *
 * @throws ProblemError where the gateway refused or could not be reached.
 */
export async function answer<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemFrom(response, error);
  return data as T;
}
