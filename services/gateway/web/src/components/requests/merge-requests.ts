import type { HelpRequest } from '../../api/types';

/** All lists as one, newest first; of the same request the newest version. */
export function mergeRequests(...lists: HelpRequest[][]): HelpRequest[] {
  const merged = new Map<string, HelpRequest>();
  for (const request of lists.flat()) {
    const known = merged.get(request.id);
    if (!known || request.version > known.version) merged.set(request.id, request);
  }
  return [...merged.values()].toSorted((a, b) => b.created_at.localeCompare(a.created_at) || b.id.localeCompare(a.id));
}
