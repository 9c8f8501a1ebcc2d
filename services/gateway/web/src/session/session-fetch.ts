// `fetch` for the API: a call that finds the session expired renews it and is sent again, once.
import { unreachable } from '../api/problem';
import { refreshSession, sessionGeneration } from './refresh';

type Listener = () => void;
const endedListeners = new Set<Listener>();

/** Calls `listener` when the gateway says that the session is over. Returns how to stop that. */
export function onSessionEnded(listener: Listener): () => void {
  endedListeners.add(listener);
  return () => endedListeners.delete(listener);
}

/** Tells the page that the session is over. */
export function sessionEnded(): void {
  for (const listener of endedListeners) listener();
}

/** @throws ProblemError where no answer came. */
export async function sessionFetch(request: Request): Promise<Response> {
  const generation = sessionGeneration();
  // A body can be read once, so the copy has to be made before the first sending.
  const again = request.clone();
  const response = await send(request);
  if (!(await isExpired(response))) return response;
  if ((await refreshSession(generation)) === 'ended') {
    sessionEnded();
    return response;
  }
  return send(again);
}

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw unreachable(error);
  }
}

/** A wrong password is a 401 too, but nothing a renewal could mend. */
async function isExpired(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return typeof body === 'object' && body !== null && 'code' in body && body.code === 'unauthenticated';
}
