import { Button, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { asProblem } from '../../api/problem';
import { helpedByMeQuery } from '../../api/queries';
import type { HelpRequest } from '../../api/types';
import { EmptyList } from '../../components/empty-list';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { mergeRequests } from '../../components/requests/merge-requests';
import { RequestList } from '../../components/requests/request-list';
import { isOpen } from '../../live/lab-state';

interface Props {
  labId: string;
  /** What the person finished while this page watched, and helps with now. */
  live: HelpRequest[];
  timeZone?: string;
}

/** Requests the tutor has helped with. */
export function TutorHistory({ labId, live, timeZone }: Props) {
  const query = useInfiniteQuery(helpedByMeQuery(labId));
  const fetched = query.data?.pages.flatMap((page) => page.requests) ?? [];
  const finished = mergeRequests(fetched, live).filter((request) => !isOpen(request));
  return (
    <Panel title="Your history">
      <Stack gap="sm">
        <ProblemAlert
          problem={query.error ? asProblem(query.error) : undefined}
          title="Your history could not be loaded"
        />
        {query.isPending && <Loading what="Loading your history" />}
        {!query.isPending && finished.length === 0 && (
          <EmptyList title="You have helped nobody here yet.">Requests appear here once you have finished them.</EmptyList>
        )}
        {finished.length > 0 && (
          <RequestList requests={finished} timeZone={timeZone} withStudent label="Requests you helped with" />
        )}
        {query.hasNextPage && (
          <Button variant="default" mih={44} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older requests
          </Button>
        )}
      </Stack>
    </Panel>
  );
}
