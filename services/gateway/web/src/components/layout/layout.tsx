import { Notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { LiveProvider } from '../../live/live-context';
import { meQuery } from '../../session/me';
import { Announcer } from './announcer';
import { Arrivals } from './arrivals';
import { Header } from './header';
import classes from './header.module.css';
import { keepFocus } from './keep-focus';
import { OfflineBanner } from './offline-banner';

/** What every page stands in. */
export function Layout() {
  const { data: me } = useQuery(meQuery);
  const main = useFocusAfterNavigation();
  useEffect(() => (main.current ? keepFocus(main.current) : undefined), [main]);
  return (
    <LiveProvider accountId={me?.account.id}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <Header />
      <OfflineBanner />
      <main id="content" tabIndex={-1} ref={main}>
        <Outlet />
      </main>
      <Arrivals />
      <Announcer />
      <Notifications position="bottom-right" limit={4} containerWidth="min(27rem, calc(100vw - 2rem))" />
    </LiveProvider>
  );
}

/**
 * A new page begins at its top for the keyboard and for screen readers too, unless the person has
 * gone on to something else while it was loaded.
 */
function useFocusAfterNavigation() {
  const main = useRef<HTMLElement>(null);
  const router = useRouter();
  useEffect(() => {
    let before: Element | null = null;
    const stops = [
      router.subscribe('onBeforeNavigate', () => {
        before = document.activeElement;
      }),
      router.subscribe('onResolved', ({ fromLocation, pathChanged }) => {
        const now = document.activeElement;
        const untouched = now === null || now === document.body || now === before;
        // The first page keeps the focus where the browser put it.
        if (fromLocation && pathChanged && untouched) main.current?.focus({ preventScroll: true });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [router]);
  return main;
}
