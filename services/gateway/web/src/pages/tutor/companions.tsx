import { List, Text } from '@mantine/core';
import type { HelpRequest } from '../../api/types';

/** Who waits along because of the same problem: one visit serves all. */
export function Companions({ request }: { request: HelpRequest }) {
  if (request.companions.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        Same problem
      </Text>
      <List size="sm" aria-label="Same problem">
        {request.companions.map(({ student_id, student_name, seat }) => (
          <List.Item key={student_id}>
            PC {seat}, {student_name}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
