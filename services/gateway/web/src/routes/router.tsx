// Every address of the client in one table. Pages are loaded when they are first opened.
import type { QueryClient } from '@tanstack/react-query';
import {
  type RouterHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { labQuery } from '../api/queries';
import { Layout } from '../components/layout/layout';
import { Loading } from '../components/loading';
import { HomePage } from '../pages/home/home-page';
import { NotFoundPage } from '../pages/not-found/not-found-page';
import { meQuery } from '../session/me';
import { ErrorPage } from './error-page';
import { readSearch, writeSearch } from './search';

interface RouterContext {
  queryClient: QueryClient;
}

interface NextSearch {
  /** Where a person wanted to go before being asked to log in. */
  next?: string;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Layout,
  notFoundComponent: NotFoundPage,
  errorComponent: ErrorPage,
  beforeLoad: async ({ context }) => ({ me: await context.queryClient.ensureQueryData(meQuery) }),
});

function nextSearch(search: Record<string, unknown>): NextSearch {
  const { next } = search;
  // Only addresses of this client: anything else could lead to a stranger's page after login.
  const own = typeof next === 'string' && /^\/(?![/\\])/.test(next);
  // Said out loud, because a key that is left out keeps the value it has in the address.
  return { next: own ? next : undefined };
}

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage, validateSearch: nextSearch });

const about = createRoute({
  getParentRoute: () => root,
  path: '/about',
  component: lazyRouteComponent(() => import('../pages/about/about-page'), 'AboutPage'),
});

/** Pages that make sense only while nobody is logged in. */
const guest = createRoute({
  getParentRoute: () => root,
  id: 'guest',
  validateSearch: nextSearch,
  beforeLoad: ({ context, search }) => {
    if (context.me) throw redirect({ href: search.next ?? '/dashboard' });
  },
});

const register = createRoute({
  getParentRoute: () => guest,
  path: '/register',
  component: lazyRouteComponent(() => import('../pages/register/register-page'), 'RegisterPage'),
});

const logIn = createRoute({
  getParentRoute: () => guest,
  path: '/login',
  component: lazyRouteComponent(() => import('../pages/log-in/log-in-page'), 'LogInPage'),
});

/** Pages for which somebody has to be logged in; anybody else is led home and told so. */
const member = createRoute({
  getParentRoute: () => root,
  id: 'member',
  beforeLoad: ({ context, location }) => {
    if (!context.me) throw redirect({ to: '/', search: { next: location.href } });
    return { me: context.me };
  },
});

const dashboard = createRoute({
  getParentRoute: () => member,
  path: '/dashboard',
  component: lazyRouteComponent(() => import('../pages/dashboard/dashboard-page'), 'DashboardPage'),
});

interface SeatSearch {
  /** PC number from the seat's QR code. */
  seat?: string;
}

function seatSearch({ seat }: Record<string, unknown>): SeatSearch {
  return { seat: typeof seat === 'string' && seat !== '' ? seat : undefined };
}

const join = createRoute({
  getParentRoute: () => member,
  path: '/join',
  validateSearch: seatSearch,
  component: lazyRouteComponent(() => import('../pages/join/join-page'), 'JoinPage'),
});

const joinByLink = createRoute({
  getParentRoute: () => member,
  path: '/join/$code',
  validateSearch: seatSearch,
  component: lazyRouteComponent(() => import('../pages/join/join-page'), 'JoinByLinkPage'),
});

const createLab = createRoute({
  getParentRoute: () => member,
  path: '/labs/new',
  component: lazyRouteComponent(() => import('../pages/create-lab/create-lab-page'), 'CreateLabPage'),
});

const lab = createRoute({
  getParentRoute: () => member,
  path: '/labs/$labId',
  loader: ({ context, params }) => context.queryClient.ensureQueryData(labQuery(params.labId)),
});

/** The page of a lab that fits the person's role in it. */
const labByRole = createRoute({
  getParentRoute: () => lab,
  path: '/',
  validateSearch: seatSearch,
  beforeLoad: async ({ context, params, search }) => {
    const { role } = await context.queryClient.ensureQueryData(labQuery(params.labId));
    if (role === 'student') throw redirect({ to: '/labs/$labId/ask', params, search });
    throw redirect({ to: role === 'manager' ? '/labs/$labId/manage' : '/labs/$labId/queue', params });
  },
});

const ask = createRoute({
  getParentRoute: () => lab,
  path: '/ask',
  validateSearch: seatSearch,
  component: lazyRouteComponent(() => import('../pages/student/student-page'), 'StudentPage'),
});

const queue = createRoute({
  getParentRoute: () => lab,
  path: '/queue',
  component: lazyRouteComponent(() => import('../pages/tutor/tutor-page'), 'TutorPage'),
});

const wall = createRoute({
  getParentRoute: () => lab,
  path: '/wall',
  component: lazyRouteComponent(() => import('../pages/wall/wall-page'), 'WallPage'),
});

const seats = createRoute({
  getParentRoute: () => lab,
  path: '/seats',
  component: lazyRouteComponent(() => import('../pages/seat-sheet/seat-sheet-page'), 'SeatSheetPage'),
});

const managerTabs = ['overview', 'members', 'settings', 'record'];

const manage = createRoute({
  getParentRoute: () => lab,
  path: '/manage',
  validateSearch: ({ tab }: Record<string, unknown>): { tab?: string } => ({
    tab: typeof tab === 'string' && managerTabs.includes(tab) ? tab : undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/manager/manager-page'), 'ManagerPage'),
});

const notifications = createRoute({
  getParentRoute: () => member,
  path: '/notifications',
  component: lazyRouteComponent(() => import('../pages/notifications/notifications-page'), 'NotificationsPage'),
});

const sessions = createRoute({
  getParentRoute: () => member,
  path: '/sessions',
  component: lazyRouteComponent(() => import('../pages/sessions/sessions-page'), 'SessionsPage'),
});

const routeTree = root.addChildren([
  home,
  about,
  guest.addChildren([register, logIn]),
  member.addChildren([
    dashboard,
    join,
    joinByLink,
    createLab,
    lab.addChildren([labByRole, ask, queue, manage, wall, seats]),
    notifications,
    sessions,
  ]),
]);

export function createAppRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    history,
    context: { queryClient },
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    defaultPendingComponent: Loading,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
