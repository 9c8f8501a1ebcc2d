// Small values kept in this browser. A browser may block its storage; values then live as long
// as the page does, which every caller can live with.

const fallback = new Map<string, string>();

/** Keys other parts of the client use, in one place so that they cannot collide. */
export const storageKeys = {
  colorScheme: 'handup.color-scheme',
  sessionGeneration: 'handup.session-generation',
  account: 'handup.account',
  offerSound: 'handup.offer-sound',
  offerVibration: 'handup.offer-vibration',
  seat: (labId: string) => `handup.seat.${labId}`,
} as const;

export function readStored(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return fallback.get(key) ?? null;
  }
}

export function writeStored(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    fallback.set(key, value);
  }
}

export function removeStored(key: string): void {
  try {
    window.localStorage.removeItem(key);
  } catch {
    fallback.delete(key);
  }
}
