import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ProblemError } from './api/problem';
import type { Me } from './api/types';
import { storageKeys } from './browser/storage';
import { createAppRouter } from './routes/router';
import { meQuery, sessionChangedElsewhere, sessionClosed } from './session/me';
import { onSessionEnded } from './session/session-fetch';
import { colorSchemeManager, cssVariables, theme } from './theme/theme';

/** Reading is tried again where that can help; a refusal is final. */
function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) =>
          failures < 2 &&
          (!(error instanceof ProblemError) || error.problem.status === 0 || error.problem.status >= 502),
      },
    },
  });
}

export function App() {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(() => createAppRouter(queryClient));

  useEffect(
    () =>
      onSessionEnded(() => {
        const wasLoggedIn = Boolean(queryClient.getQueryData<Me | null>(meQuery.queryKey));
        // Leads home from a restricted page, and says why.
        if (wasLoggedIn) void sessionClosed(queryClient, () => router.invalidate());
      }),
    [queryClient, router],
  );

  useEffect(() => {
    // Logged in or out in another tab.
    const onStorage = (event: StorageEvent) => {
      if (event.key !== storageKeys.account || event.newValue === event.oldValue) return;
      void sessionChangedElsewhere(queryClient, () => router.invalidate());
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [queryClient, router]);

  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
