import { Group, Paper, type PaperProps, Stack, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface Props extends PaperProps {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A titled part of a page, findable by screen readers under its title. */
export function Panel({ title, actions, children, ...paper }: Props) {
  const id = useId();
  return (
    <Paper
      component="section"
      aria-labelledby={id}
      bg="var(--handup-card)"
      p={{ base: 'md', sm: 'lg' }}
      style={{ border: '1px solid var(--handup-line)' }}
      {...paper}
    >
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <Title order={2} size="h4" id={id}>
            {title}
          </Title>
          {actions}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
