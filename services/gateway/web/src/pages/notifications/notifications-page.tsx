import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { asProblem } from '../../api/problem';
import { notificationsQuery } from '../../api/queries';
import type { Notification } from '../../api/types';
import { EmptyList } from '../../components/empty-list';
import { LinkButton } from '../../components/link-button';
import { Loading } from '../../components/loading';
import { Page } from '../../components/page';
import { ProblemAlert } from '../../components/problem-alert';
import { type Action, useAction } from '../../forms/use-action';
import { useLiveClient, useLiveMe } from '../../live/live-context';
import { mergeNotifications } from '../../live/me-state';
import { DateTime } from '../../time/date-time';
import classes from './notifications-page.module.css';

export function NotificationsPage() {
  const query = useInfiniteQuery(notificationsQuery);
  const live = useLiveMe();
  const fetched = query.data?.pages.flatMap((page) => page.notifications) ?? [];
  const notifications = mergeNotifications(fetched, live.notifications);
  const mark = useMarkRead();
  const unread = live.unread ?? query.data?.pages[0]?.unread ?? 0;
  return (
    <Page
      title="Notifications"
      documentTitle={unread > 0 ? `${unread} unread notifications` : 'Notifications'}
      subtitle={unread > 0 ? `${unread} unread` : undefined}
      size="sm"
      actions={
        <Button variant="default" disabled={unread === 0} loading={mark.pending} onClick={() => void mark.run(undefined)}>
          Mark all as read
        </Button>
      }
    >
      <ProblemAlert problem={mark.problem} title="Not marked as read" onClose={mark.dismiss} />
      <ProblemAlert
        problem={query.error ? asProblem(query.error) : undefined}
        title="Your notifications could not be loaded"
      />
      {query.isPending && <Loading what="Loading your notifications" />}
      {!query.isPending && notifications.length === 0 && (
        <EmptyList title="Nothing yet.">When a tutor accepts your request, you are told here.</EmptyList>
      )}
      {notifications.length > 0 && (
        <ul className={classes.list} aria-label="Notifications">
          {notifications.map((notification) => (
            <Entry key={notification.id} notification={notification} mark={mark} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show older notifications
        </Button>
      )}
    </Page>
  );
}

/** Marks one notification as read, or all of them where none is named. */
function useMarkRead(): Action<[string | undefined]> {
  const client = useLiveClient();
  const queryClient = useQueryClient();
  return useAction(async (id: string | undefined) => {
    const ids = id === undefined ? undefined : [id];
    const { unread } = await answer(api.POST('/api/v1/notifications/read', { body: ids ? { ids } : { all: true } }));
    client?.markedRead({ type: 'marked_read', topic: 'me', ids, unread, at: new Date().toISOString() });
    await queryClient.invalidateQueries({ queryKey: notificationsQuery.queryKey });
  });
}

function Entry({ notification, mark }: { notification: Notification; mark: Action<[string | undefined]> }) {
  const unread = !notification.read_at;
  return (
    <li className={classes.entry} data-unread={unread}>
      <Stack gap={4}>
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h5">
            {notification.title}
            {unread && (
              <Text span size="sm" ml="xs" className={classes.new}>
                New
              </Text>
            )}
          </Title>
          <Text size="sm" c="dimmed">
            <DateTime at={notification.created_at} />
          </Text>
        </Group>
        <Text>{notification.body}</Text>
        <Group gap="xs">
          {notification.lab_id && (
            <LinkButton
              to="/labs/$labId"
              params={{ labId: notification.lab_id }}
              size="compact-md"
              variant="light"
              aria-label={`Open the lab of: ${notification.title}`}
              onClick={() => unread && void mark.run(notification.id)}
            >
              Open the lab
            </LinkButton>
          )}
          {unread && (
            <Button
              size="compact-md"
              variant="default"
              aria-label={`Mark as read: ${notification.title}`}
              onClick={() => void mark.run(notification.id)}
            >
              Mark as read
            </Button>
          )}
        </Group>
      </Stack>
    </li>
  );
}
