import type { Me } from '../api/types';

/** Whether the person can see organisations at all. */
export function managesSomething(me: Me | null | undefined): boolean {
  if (!me) return false;
  return me.account.admin || me.memberships.some((membership) => membership.role === 'manager');
}
