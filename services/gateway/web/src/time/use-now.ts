import { useSyncExternalStore } from 'react';

// One clock for the page: every waiting time ticks at the same moment.
const listeners = new Set<() => void>();
let now = Date.now();
let ticking: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (ticking === undefined) {
    now = Date.now();
    ticking = setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
}

/** Milliseconds since the epoch, renewed every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
