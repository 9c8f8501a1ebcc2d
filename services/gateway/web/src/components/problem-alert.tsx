import { Alert, List, Text } from '@mantine/core';
import type { Problem } from '../api/problem';

interface Props {
  problem: Problem | undefined;
  title?: string;
  onClose?: () => void;
}

/** A refusal that belongs to no field. Read aloud as soon as it appears. */
export function ProblemAlert({ problem, title = 'That did not work', onClose }: Props) {
  if (!problem) return null;
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      title={title}
      withCloseButton={onClose !== undefined}
      closeButtonLabel="Dismiss"
      onClose={onClose}
    >
      <Text size="sm">{problem.detail}</Text>
      {problem.fields.length > 0 && (
        <List size="sm">
          {problem.fields.map((entry) => (
            <List.Item key={`${entry.field} ${entry.message}`}>
              {entry.field}: {entry.message}
            </List.Item>
          ))}
        </List>
      )}
      {problem.retryAfterMs !== undefined && problem.retryAfterMs > 0 && (
        <Text size="sm">Please try again in {Math.ceil(problem.retryAfterMs / 1000)} s.</Text>
      )}
      {problem.requestId && (
        <Text size="xs" mt={4}>
          Request {problem.requestId}
        </Text>
      )}
    </Alert>
  );
}
