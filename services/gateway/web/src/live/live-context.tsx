// Starts the live connection while somebody is logged in, and gives components its state.
import { type ReactNode, createContext, use, useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { answer, api } from '../api/client';
import { ProblemError } from '../api/problem';
import { refreshSession, sessionGeneration } from '../session/refresh';
import { sessionEnded } from '../session/session-fetch';
import type { ConnectionStatus, SessionState } from './connection';
import { type LabState, unknownLab } from './lab-state';
import { LiveClient, type StatisticsState, type Topic, type TopicState } from './live-client';
import { type MeState, unknownMe } from './me-state';
import { topics } from './protocol';

const LiveContext = createContext<LiveClient | null>(null);

/** A page hidden for longer is checked when it is looked at again. */
const longHiddenMs = 30_000;

/** The connection of this tab, to the server the page came from. */
export function createLiveClient(): LiveClient {
  let generation = sessionGeneration();
  return new LiveClient({
    openSocket: () => {
      generation = sessionGeneration();
      const url = new URL('/api/v1/live', window.location.href);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      return new WebSocket(url);
    },
    renewSession: () => sessionState(refreshSession(generation).then((outcome) => outcome === 'refreshed')),
    checkSession: () => sessionState(answer(api.GET('/api/v1/me')).then(() => true)),
    random: Math.random,
    onSessionEnded: sessionEnded,
  });
}

async function sessionState(valid: Promise<boolean>): Promise<SessionState> {
  try {
    return (await valid) ? 'valid' : 'ended';
  } catch (error) {
    // Unreachable or overloaded says nothing about the session: the connection tries again.
    return error instanceof ProblemError && error.problem.status === 401 ? 'ended' : 'unknown';
  }
}

interface LiveProviderProps {
  /** Who is logged in; every account gets a connection of its own. */
  accountId: string | undefined;
  /** Replaced in tests. */
  create?: () => LiveClient;
  children: ReactNode;
}

export function LiveProvider({ accountId, create = createLiveClient, children }: LiveProviderProps) {
  const client = useMemo(() => (accountId === undefined ? null : create()), [accountId, create]);
  useEffect(() => {
    if (!client) return undefined;
    client.start();
    let hiddenAt = 0;
    const onOnline = () => client.networkChanged();
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') hiddenAt = Date.now();
      else if (Date.now() - hiddenAt > longHiddenMs) client.checkConnection();
    };
    window.addEventListener('online', onOnline);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      window.removeEventListener('online', onOnline);
      document.removeEventListener('visibilitychange', onVisibility);
      client.stop();
    };
  }, [client]);
  return <LiveContext value={client}>{children}</LiveContext>;
}

/** The tab's connection; null while nobody is logged in. */
export function useLiveClient(): LiveClient | null {
  return use(LiveContext);
}

function useTopic<State extends TopicState>(topic: string | undefined, initial: Topic<State>): Topic<State> {
  const client = useLiveClient();
  const subscribe = useCallback(
    (listener: () => void) => (client && topic ? client.listen(topic, listener) : () => undefined),
    [client, topic],
  );
  const current = useCallback(
    () => (topic ? (client?.topic(topic) as Topic<State> | undefined) : undefined) ?? initial,
    [client, topic, initial],
  );
  return useSyncExternalStore(subscribe, current);
}

const noLab: Topic<LabState> = { state: unknownLab, refused: undefined };
const noMe: Topic<MeState> = { state: unknownMe, refused: undefined };
const noStatistics: Topic<StatisticsState> = { state: { changes: 0 }, refused: undefined };

/** The live queue of a lab. */
export function useLiveLab(labId: string | undefined): Topic<LabState> {
  return useTopic(labId && topics.lab(labId), noLab);
}

function labIdsOf(joined: string): string[] {
  return joined === '' ? [] : joined.split(' ');
}

/** The live queue of a lab as the room may see it. */
export function useLiveWall(labId: string): Topic<LabState> {
  return useTopic(topics.wall(labId), noLab);
}

/** The live queues of several labs, in the order of `labIds`. */
export function useLiveLabs(labIds: readonly string[]): LabState[] {
  const client = useLiveClient();
  const joined = labIds.join(' ');
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = labIdsOf(joined).map((labId) => client?.listen(topics.lab(labId), listener));
      return () => {
        for (const stop of stops) stop?.();
      };
    },
    [client, joined],
  );
  // React compares by identity, so the same states have to give the same list.
  const last = useRef<LabState[]>([]);
  return useSyncExternalStore(subscribe, () => {
    const states = labIds.map((labId) => (client?.topic(topics.lab(labId))?.state as LabState | undefined) ?? unknownLab);
    const same = states.length === last.current.length && states.every((state, index) => state === last.current[index]);
    if (!same) last.current = states;
    return last.current;
  });
}

/** Notifications and memberships of the person who is logged in. */
export function useLiveMe(): MeState {
  return useTopic(topics.me, noMe).state;
}

/** A number that changes whenever the figures of a lab have changed. */
export function useStatisticsChanges(labId: string): number {
  return useTopic(topics.statistics(labId), noStatistics).state.changes;
}

const notConnected: ConnectionStatus = { connected: false, lostAt: undefined };

export function useConnectionStatus(): ConnectionStatus {
  const client = useLiveClient();
  const subscribe = useCallback((listener: () => void) => client?.onStatus(listener) ?? (() => undefined), [client]);
  return useSyncExternalStore(subscribe, () => client?.status ?? notConnected);
}
