import { Group, Loader, Text } from '@mantine/core';

/** Shown while something is on its way. */
export function Loading({ what = 'Loading' }: { what?: string }) {
  return (
    <Group justify="center" py="xl" role="status">
      <Loader size="sm" aria-hidden="true" />
      <Text c="dimmed">{what} …</Text>
    </Group>
  );
}
