import { Alert, Text } from '@mantine/core';
import type { Lab } from '../api/types';
import { Elapsed } from '../time/elapsed';

/** What the staff of a lab say to all: plain text, never markup. */
export function Announcement({ announcement }: Pick<Lab, 'announcement'>) {
  if (!announcement) return null;
  return (
    <Alert role="status" variant="light" title={`${announcement.by_name} says`}>
      <Text style={{ whiteSpace: 'pre-wrap' }}>{announcement.text}</Text>
      <Text size="sm">
        <Elapsed since={announcement.at} /> ago
      </Text>
    </Alert>
  );
}
