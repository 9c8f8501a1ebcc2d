import { useQuery } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import type { Me } from '../api/types';
import { meQuery } from './me';

/** Who is logged in, on pages that are shown to nobody else. */
export function useMe(): Me {
  const { me } = useRouteContext({ from: '/member' });
  const { data } = useQuery(meQuery);
  // At the moment of logging out the page still stands while the person is already gone.
  return data ?? me;
}
