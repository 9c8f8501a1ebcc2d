// What concerns the person alone: a pure reducer over the messages of topic `me`.
import type { Notification } from '../api/types';
import type { MeMessage } from './protocol';
import type { Step } from './step';

export interface MeState {
  /** Undefined until the first snapshot. */
  unread: number | undefined;
  /** Newest first. */
  notifications: Notification[];
  /** Those that arrived while this page watched, oldest first: to be shown as they come. */
  arrived: Notification[];
  /** Counts the changes of the person's memberships seen by this page. */
  membershipChanges: number;
}

export const unknownMe: MeState = { unread: undefined, notifications: [], arrived: [], membershipChanges: 0 };

/** How many notifications the live connection keeps; older ones are fetched when looked at. */
const kept = 100;

export function reduceMe(state: MeState, message: MeMessage): Step<MeState> {
  return { state: next(state, message), resubscribe: false };
}

function next(state: MeState, message: MeMessage): MeState {
  switch (message.type) {
    case 'snapshot': {
      // The first snapshot is the past; in a later one (after a lost connection) are news.
      const news = state.unread === undefined ? [] : unknownUnread(state, message.notifications);
      return {
        ...state,
        unread: message.unread,
        notifications: mergeNotifications(state.notifications, message.notifications).slice(0, kept),
        arrived: [...state.arrived, ...news],
      };
    }
    case 'notification': {
      const { notification, unread } = message;
      const known = state.notifications.find((other) => other.id === notification.id);
      if (known && known.version >= notification.version) return state;
      return {
        ...state,
        unread,
        notifications: mergeNotifications(state.notifications, [notification]).slice(0, kept),
        arrived: [...state.arrived, ...unknownUnread(state, [notification])],
      };
    }
    case 'membership':
      return { ...state, membershipChanges: state.membershipChanges + 1 };
    case 'marked_read':
      return {
        ...state,
        unread: message.unread,
        notifications: state.notifications.map((notification) =>
          notification.read_at || (message.ids && !message.ids.includes(notification.id))
            ? notification
            : { ...notification, read_at: message.at },
        ),
      };
  }
}

function unknownUnread(state: MeState, notifications: Notification[]): Notification[] {
  const known = new Set([...state.notifications, ...state.arrived].map((notification) => notification.id));
  return notifications.filter((notification) => !notification.read_at && !known.has(notification.id)).toReversed();
}

/** Both lists as one, newest first; of the same notification the newer version. */
export function mergeNotifications(a: Notification[], b: Notification[]): Notification[] {
  const merged = new Map<string, Notification>();
  for (const notification of [...a, ...b]) {
    const known = merged.get(notification.id);
    if (!known || isNewer(notification, known)) merged.set(notification.id, notification);
  }
  return [...merged.values()].toSorted(
    (x, y) => y.created_at.localeCompare(x.created_at) || y.id.localeCompare(x.id),
  );
}

function isNewer(candidate: Notification, known: Notification): boolean {
  if (candidate.version !== known.version) return candidate.version > known.version;
  // Marked as read on this page, before the server's new version is known.
  return Boolean(candidate.read_at) && !known.read_at;
}
