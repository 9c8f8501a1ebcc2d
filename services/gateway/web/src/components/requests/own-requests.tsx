import { Button, NativeSelect, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '../../api/problem';
import { myRequestsQuery } from '../../api/queries';
import type { HelpRequest } from '../../api/types';
import { EmptyList } from '../empty-list';
import { Loading } from '../loading';
import { Panel } from '../panel';
import { ProblemAlert } from '../problem-alert';
import { mergeRequests } from './merge-requests';
import { RequestList } from './request-list';

type Status = HelpRequest['status'];

interface Props {
  /** In one lab; absent for all labs. */
  labId?: string;
  /** What the live connection knows of the person's requests. */
  live: HelpRequest[];
  timeZone?: string;
  /** What an empty list tells to do. */
  hint: string;
}

/** The person's own requests of every status, kept up to date by the live connection. */
export function OwnRequests({ labId, live, timeZone, hint }: Props) {
  const [status, setStatus] = useState<Status | undefined>();
  const query = useInfiniteQuery(myRequestsQuery(labId, status));
  const fetched = query.data?.pages.flatMap((page) => page.requests) ?? [];
  const requests = mergeRequests(fetched, live).filter((request) => !status || request.status === status);
  return (
    <Panel
      title="Your requests"
      actions={
        <NativeSelect
          aria-label="Show requests with status"
          value={status ?? ''}
          onChange={(event) => setStatus((event.currentTarget.value || undefined) as Status | undefined)}
          data={[
            { value: '', label: 'All' },
            { value: 'pending', label: 'Pending' },
            { value: 'in_progress', label: 'In progress' },
            { value: 'completed', label: 'Completed' },
            { value: 'cancelled', label: 'Cancelled' },
          ]}
        />
      }
    >
      <Stack gap="sm">
        <ProblemAlert
          problem={query.error ? asProblem(query.error) : undefined}
          title="Your requests could not be loaded"
        />
        {query.isPending && <Loading what="Loading your requests" />}
        {!query.isPending && requests.length === 0 && (
          <EmptyList title={status ? 'None with this status.' : 'No requests yet.'}>{hint}</EmptyList>
        )}
        {requests.length > 0 && <RequestList requests={requests} timeZone={timeZone} label="Your requests" />}
        {query.hasNextPage && (
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older requests
          </Button>
        )}
      </Stack>
    </Panel>
  );
}
