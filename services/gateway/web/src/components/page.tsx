import { Container, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface Props {
  /** Heading, and first part of the document's title. */
  title: string;
  /** The document's title where it should say more than the heading. */
  documentTitle?: string;
  subtitle?: ReactNode;
  /** Beside the heading. */
  actions?: ReactNode;
  size?: 'xs' | 'sm' | 'md' | 'lg';
  children: ReactNode;
}

/** Frame of every page: one first-level heading, and the same words in `document.title`. */
export function Page({ title, documentTitle, subtitle, actions, size = 'md', children }: Props) {
  const shown = documentTitle ?? title;
  useEffect(() => {
    document.title = `${shown} · Handup`;
  }, [shown]);
  return (
    <Container size={size} py="lg" px="md">
      <Stack gap="lg">
        <Group justify="space-between" align="flex-end" gap="sm">
          <div>
            <Title order={1} size="h2">
              {title}
            </Title>
            {subtitle && <Text c="dimmed">{subtitle}</Text>}
          </div>
          {actions}
        </Group>
        {children}
      </Stack>
    </Container>
  );
}
