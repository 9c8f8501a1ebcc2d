// Who is logged in. The answer lives in the query cache under one key.
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { ProblemError } from '../api/problem';
import type { Me, Session } from '../api/types';
import { removeStored, storageKeys, writeStored } from '../browser/storage';
import { sessionRenewed } from './refresh';

/** The person who is logged in, or null. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: fetchMe,
  // Changes arrive by the live connection or by logging in and out on this very page.
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

async function fetchMe(): Promise<Me | null> {
  try {
    return await answer(api.GET('/api/v1/me'));
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) return null;
    throw error;
  }
}

/** Takes over the session an answer has just opened in this browser. */
export function sessionOpened(queryClient: QueryClient, session: Session): void {
  sessionRenewed();
  forgetAllButMe(queryClient);
  const me: Me = { account: session.account, memberships: session.memberships };
  queryClient.setQueryData<Me | null>(meQuery.queryKey, me);
  // Other tabs listen to this key and follow.
  writeStored(storageKeys.account, session.account.id);
}

/**
 * Forgets the person, here and in other tabs.
 *
 * @param leave leads away from pages that only the person may see.
 */
export async function sessionClosed(queryClient: QueryClient, leave: () => Promise<unknown>): Promise<void> {
  removeStored(storageKeys.account);
  queryClient.setQueryData<Me | null>(meQuery.queryKey, null);
  await leave();
  // Only now, because a page that still stands would fetch again what it lacks.
  forgetAllButMe(queryClient);
}

/** Another tab has logged in or out: asks anew who it is. */
export async function sessionChangedElsewhere(queryClient: QueryClient, leave: () => Promise<unknown>): Promise<void> {
  await queryClient.refetchQueries({ queryKey: meQuery.queryKey });
  await leave();
  forgetAllButMe(queryClient);
  await queryClient.invalidateQueries();
}

/** Never the whole cache: whoever watches `me` would go on watching an entry that is no longer in it. */
function forgetAllButMe(queryClient: QueryClient): void {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== meQuery.queryKey[0] });
}
