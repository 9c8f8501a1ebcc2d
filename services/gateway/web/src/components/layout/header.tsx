import { ActionIcon, Container, Menu } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { answer, api } from '../../api/client';
import type { Me } from '../../api/types';
import { useAction } from '../../forms/use-action';
import { meQuery, sessionClosed } from '../../session/me';
import { HandIcon, MenuIcon } from '../icons';
import { LinkButton } from '../link-button';
import { ProblemAlert } from '../problem-alert';
import { ColorSchemeToggle } from './color-scheme-toggle';
import classes from './header.module.css';
import { NotificationBell } from './notification-bell';

export function Header() {
  const { data: me } = useQuery(meQuery);
  return (
    <header className={classes.header}>
      <Container size="lg" px="md" className={classes.bar}>
        <Link to={me ? '/dashboard' : '/'} className={classes.brand} aria-label="Handup, home">
          <span className={classes.mark}>
            <HandIcon />
          </span>
          Handup
        </Link>
        <nav aria-label="Main" className={classes.tools}>
          {me ? <MemberTools me={me} /> : <GuestTools />}
        </nav>
      </Container>
    </header>
  );
}

function GuestTools() {
  return (
    <>
      <span className={classes.wide}>
        <LinkButton to="/about" variant="subtle">
          About
        </LinkButton>
        <LinkButton to="/register" variant="subtle">
          Register
        </LinkButton>
      </span>
      <ColorSchemeToggle />
      <LinkButton to="/login">Log in</LinkButton>
    </>
  );
}

function MemberTools({ me }: { me: Me }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const logOut = useAction(async () => {
    await answer(api.DELETE('/api/v1/sessions/current'));
    await sessionClosed(queryClient, () => navigate({ to: '/' }));
  });
  return (
    <>
      <span className={classes.wide}>
        <LinkButton to="/dashboard" variant="subtle">
          Dashboard
        </LinkButton>
      </span>
      <ColorSchemeToggle />
      <NotificationBell />
      <Menu position="bottom-end" width={220} withinPortal={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={44} aria-label="Account menu" loading={logOut.pending}>
            <MenuIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {me.account.display_name || me.account.username} ({me.account.username})
          </Menu.Label>
          <Menu.Item renderRoot={(props) => <Link to="/dashboard" {...props} />}>Dashboard</Menu.Item>
          <Menu.Item renderRoot={(props) => <Link to="/join" {...props} />}>Join a lab</Menu.Item>
          <Menu.Item renderRoot={(props) => <Link to="/notifications" {...props} />}>Notifications</Menu.Item>
          <Menu.Item renderRoot={(props) => <Link to="/sessions" {...props} />}>Sessions</Menu.Item>
          <Menu.Item renderRoot={(props) => <Link to="/about" {...props} />}>About</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => void logOut.run()}>Log out</Menu.Item>
          <ProblemAlert problem={logOut.problem} title="Not logged out" />
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
