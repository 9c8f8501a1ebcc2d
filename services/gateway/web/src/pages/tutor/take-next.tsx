import { Button, Stack } from '@mantine/core';
import { answer, api } from '../../api/client';
import type { HelpRequest } from '../../api/types';
import { ProblemAlert } from '../../components/problem-alert';
import { useAction } from '../../forms/use-action';
import classes from './tutor-page.module.css';
import { acceptRequest, conflictTitle } from './waiting-list';

interface Props {
  labId: string;
  /** The topic the list is narrowed to. */
  topic: string | undefined;
  /** The first of those shown. */
  first: HelpRequest | undefined;
  /** Whether this is the tutor's most obvious next step. */
  primary: boolean;
}

/** Takes whoever is next; the server decides who that is, so two tutors never get the same. */
export function TakeNext({ labId, topic, first, primary }: Props) {
  const take = useAction(async () => {
    if (topic !== undefined && first) await acceptRequest(first.id);
    else await answer(api.POST('/api/v1/labs/{lab_id}/take-next', { params: { path: { lab_id: labId } } }));
  });
  return (
    <Stack gap="xs">
      <Button
        className={classes.big}
        variant={primary ? 'filled' : 'default'}
        fullWidth
        disabled={first === undefined}
        loading={take.pending}
        onClick={() => void take.run()}
      >
        {topic === undefined ? 'Take next' : `Take next in ${topic}`}
      </Button>
      <ProblemAlert problem={take.problem} title={conflictTitle(take.problem?.winner)} onClose={take.dismiss} />
    </Stack>
  );
}
