import { VisuallyHidden } from '@mantine/core';
import { useSyncExternalStore } from 'react';

interface Announcement {
  text: string;
  /** Makes the same text a new announcement when it is said twice. */
  number: number;
}

const listeners = new Set<() => void>();
let current: Announcement = { text: '', number: 0 };

/** Has a screen reader say `text` when it has nothing more urgent to say. */
export function announce(text: string): void {
  current = { text, number: current.number + 1 };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The one live region of the page; there must be exactly one. */
export function Announcer() {
  const { text, number } = useSyncExternalStore(subscribe, () => current);
  return (
    <VisuallyHidden>
      <div role="status" aria-live="polite" data-testid="announcer">
        <span key={number}>{text}</span>
      </div>
    </VisuallyHidden>
  );
}
