// What pages read from the API, each under one cache key.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from './client';
import type { HelpRequest } from './types';

const pageSize = 20;

export const labsQuery = queryOptions({
  queryKey: ['labs'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/labs', { signal }))).labs,
});

export function labQuery(labId: string) {
  return queryOptions({
    queryKey: ['lab', labId],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/labs/{lab_id}', { params: { path: { lab_id: labId } }, signal })),
  });
}

/** Those the person manages. */
export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/organisations', { signal }))).organisations,
  staleTime: 10 * 60_000,
});

export function membersQuery(labId: string) {
  return queryOptions({
    queryKey: ['members', labId],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/v1/labs/{lab_id}/members', { params: { path: { lab_id: labId } }, signal }))).members,
  });
}

export function joinCodeQuery(labId: string) {
  return queryOptions({
    queryKey: ['join-code', labId],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/v1/labs/{lab_id}/join-code', { params: { path: { lab_id: labId } }, signal }))).code,
  });
}

/** Where the seats of a lab stand, row by row; none where nobody has drawn the room. */
export function seatsQuery(labId: string) {
  return queryOptions({
    queryKey: ['seats', labId],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/v1/labs/{lab_id}/seats', { params: { path: { lab_id: labId } }, signal }))).seats,
    staleTime: 10 * 60_000,
  });
}

/** What was changed about a lab and its queue, newest first. */
export function labHistoryQuery(labId: string) {
  return queryOptions({
    queryKey: ['lab-history', labId],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/v1/labs/{lab_id}/history', { params: { path: { lab_id: labId } }, signal }))).entries,
  });
}

/** Who was asked to help in a lab, newest first. */
export function labOffersQuery(labId: string) {
  return infiniteQueryOptions({
    queryKey: ['lab-offers', labId],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/labs/{lab_id}/offers', {
          params: { path: { lab_id: labId }, query: { page: pageParam, page_size: pageSize } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_page ?? undefined,
  });
}

/** A request with its history. A newer `version` makes it another answer. */
export function requestQuery(requestId: string, version: number) {
  return queryOptions({
    queryKey: ['request', requestId, version],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/requests/{request_id}', { params: { path: { request_id: requestId } }, signal })),
  });
}

/** The person's own requests, newest first; in one lab or in all, of one status or of all. */
export function myRequestsQuery(labId?: string, status?: HelpRequest['status']) {
  return infiniteQueryOptions({
    queryKey: ['my-requests', labId ?? 'all', status ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/requests', {
          params: { query: { lab_id: labId, status, page: pageParam, page_size: pageSize } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_page ?? undefined,
  });
}

/** Requests of a lab the person has helped with, newest first. */
export function helpedByMeQuery(labId: string) {
  return infiniteQueryOptions({
    queryKey: ['helped-by-me', labId],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/labs/{lab_id}/requests', {
          params: { path: { lab_id: labId }, query: { helped_by_me: true, page: pageParam, page_size: pageSize } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_page ?? undefined,
  });
}

/** The person's own availability in a lab. */
export function availabilityQuery(labId: string) {
  return queryOptions({
    queryKey: ['availability', labId],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/labs/{lab_id}/availability', { params: { path: { lab_id: labId } }, signal })),
  });
}

/** @param spanHours how far back, from now. */
/** What to expect of a request that waits at this place; asked again each minute. */
export function waitQuery(requestId: string, position: number) {
  return queryOptions({
    queryKey: ['wait', requestId, position],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/requests/{request_id}/wait', { params: { path: { request_id: requestId } }, signal })),
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });
}

export function statisticsQuery(labId: string, spanHours: number) {
  return queryOptions({
    queryKey: ['statistics', labId, spanHours],
    queryFn: ({ signal }) => {
      const to = new Date();
      const from = new Date(to.getTime() - spanHours * 3_600_000);
      return answer(
        api.GET('/api/v1/labs/{lab_id}/statistics', {
          params: { path: { lab_id: labId }, query: { from: from.toISOString(), to: to.toISOString() } },
          signal,
        }),
      );
    },
    // The old figures stay while new ones are on their way.
    placeholderData: (before) => before,
  });
}

export const notificationsQuery = infiniteQueryOptions({
  queryKey: ['notifications'],
  queryFn: ({ pageParam, signal }) =>
    answer(api.GET('/api/v1/notifications', { params: { query: { page: pageParam, page_size: pageSize } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_page ?? undefined,
});

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/sessions', { signal }))).sessions,
});
