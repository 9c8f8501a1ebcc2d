// Renews the session's cookies, once for however many calls and tabs find them expired.
//
// Refresh tokens rotate and a reused one ends the session, so two renewals at a time would log
// the person out. A counter in the browser's storage tells a caller that waited for the lock
// that another tab has done the work meanwhile.
import { problemFrom, unreachable } from '../api/problem';
import { readStored, storageKeys, writeStored } from '../browser/storage';

/** `ended`: the session is over and the person has to log in again. */
export type RefreshOutcome = 'refreshed' | 'ended';

/** How often the session's cookies were set anew in this browser. */
export function sessionGeneration(): number {
  return Number(readStored(storageKeys.sessionGeneration) ?? '0');
}

/** To be called whenever an answer has set new cookies. */
export function sessionRenewed(): void {
  writeStored(storageKeys.sessionGeneration, String(sessionGeneration() + 1));
}

let running: Promise<RefreshOutcome> | undefined;

/**
 * Renews the session, unless that has happened since `seen`.
 *
 * @param seen the generation at the time the refused call was sent.
 * @throws ProblemError where the gateway could not decide (unreachable, overloaded).
 */
export function refreshSession(seen: number): Promise<RefreshOutcome> {
  running ??= withLock(() => renew(seen)).finally(() => {
    running = undefined;
  });
  return running;
}

async function renew(seen: number): Promise<RefreshOutcome> {
  if (sessionGeneration() !== seen) return 'refreshed';
  let response: Response;
  try {
    response = await fetch(`${window.location.origin}/api/v1/sessions/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  } catch (error) {
    throw unreachable(error);
  }
  if (response.ok) {
    sessionRenewed();
    return 'refreshed';
  }
  if (response.status === 401) return 'ended';
  throw problemFrom(response, await response.json().catch(() => undefined));
}

async function withLock(work: () => Promise<RefreshOutcome>): Promise<RefreshOutcome> {
  // Locks exist only on HTTPS and localhost; elsewhere each tab is on its own.
  if (navigator.locks === undefined) return work();
  return await navigator.locks.request('handup.session-refresh', work);
}
