const baseMs = 500;
const capMs = 15_000;
const spreadMs = 3_000;

/**
 * Pause before the next attempt to connect, in milliseconds: exponential, half of it random, so
 * that a room of browsers does not come back in step.
 *
 * @param attempt how many attempts have failed since the connection last worked.
 */
export function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + (random() * ceiling) / 2;
}

/** Pause after the server said that it goes away: everyone was told at the same moment. */
export function spread(random: () => number): number {
  return random() * spreadMs;
}
