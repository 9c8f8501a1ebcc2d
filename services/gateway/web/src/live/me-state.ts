// What concerns the person alone: a pure reducer over the messages of topic `me`.
import type { Notification, Offer } from '../api/types';
import type { MeMessage } from './protocol';
import type { Step } from './step';

export interface MeState {
  /** Undefined until the first snapshot. */
  unread: number | undefined;
  /** Newest first. */
  notifications: Notification[];
  /** Those that arrived while this page watched, oldest first: to be shown as they come. */
  arrived: Notification[];
  /** Offers to the person, newest first; those that have ended stay for a while, to say why. */
  offers: Offer[];
  /** Counts the changes of the person's memberships seen by this page. */
  membershipChanges: number;
}

export const unknownMe: MeState = {
  unread: undefined,
  notifications: [],
  arrived: [],
  offers: [],
  membershipChanges: 0,
};

/** How many offers are kept. */
const offersKept = 20;

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
        // What is open no longer has ended while nothing was heard.
        offers: withOffers(
          state.offers.filter((offer) => offer.state !== 'sent'),
          message.offers,
        ),
      };
    }
    case 'offer':
      return { ...state, offers: withOffers(state.offers, [message.offer]) };
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

/** Both lists as one, newest first; of the same offer the newer version. */
function withOffers(known: Offer[], news: Offer[]): Offer[] {
  const merged = new Map(known.map((offer) => [offer.id, offer]));
  for (const offer of news) {
    if ((merged.get(offer.id)?.version ?? 0) < offer.version) merged.set(offer.id, offer);
  }
  return [...merged.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, offersKept);
}

/** The offer of a lab that waits for the person's answer; there is at most one. */
export function openOffer(state: MeState, labId: string): Offer | undefined {
  return state.offers.find((offer) => offer.lab_id === labId && offer.state === 'sent');
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
