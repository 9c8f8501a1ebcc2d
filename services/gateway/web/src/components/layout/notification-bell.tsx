import { UnstyledButton } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes } from 'react';
import { useLiveMe } from '../../live/live-context';
import { BellIcon } from '../icons';
import classes from './header.module.css';

const BellLink = createLink((props: AnchorHTMLAttributes<HTMLAnchorElement>) => (
  <UnstyledButton component="a" className={classes.bell} {...props} />
));

/** Leads to the notifications and counts the unread ones, live. */
export function NotificationBell() {
  const unread = useLiveMe().unread ?? 0;
  return (
    <BellLink to="/notifications" aria-label={unread > 0 ? `Notifications, ${unread} unread` : 'Notifications'}>
      <BellIcon />
      {unread > 0 && (
        <span className={classes.count} aria-hidden="true" data-testid="unread">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </BellLink>
  );
}
