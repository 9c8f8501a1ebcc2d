// Query strings as people write them (`?seat=14`): every value is text, and none is JSON.

export function readSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function writeSearch(search: Record<string, unknown>): string {
  const entries = Object.entries(search).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  const written = new URLSearchParams(entries).toString();
  return written === '' ? '' : `?${written}`;
}
