import { useQuery } from '@tanstack/react-query';
import { organisationsQuery } from '../api/queries';
import type { Me } from '../api/types';
import { meQuery } from '../session/me';

/** Whether the person can see organisations at all. */
export function managesSomething(me: Me | null | undefined): boolean {
  if (!me) return false;
  return me.account.admin || me.memberships.some((membership) => membership.role === 'manager');
}

/** IANA time zone of an organisation where the person may know it; else undefined. */
export function useTimeZone(organisationId: string | undefined): string | undefined {
  const { data: me } = useQuery(meQuery);
  const { data: organisations } = useQuery({ ...organisationsQuery, enabled: managesSomething(me) });
  return organisations?.find((organisation) => organisation.id === organisationId)?.time_zone;
}
