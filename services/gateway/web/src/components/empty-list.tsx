import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** What an empty list says: that it is empty, and what to do next. */
export function EmptyList({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Stack gap={4} align="center" py="md" ta="center">
      <Text fw={600}>{title}</Text>
      {children && (
        <Text component="div" c="dimmed" size="sm">
          {children}
        </Text>
      )}
    </Stack>
  );
}
