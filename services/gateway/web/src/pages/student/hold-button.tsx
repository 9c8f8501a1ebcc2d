import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { answer, api } from '../../api/client';
import type { HelpRequest } from '../../api/types';
import { FormDialog } from '../../components/form-dialog';
import { announce } from '../../components/layout/announcer';
import { ProblemAlert } from '../../components/problem-alert';
import { useAction } from '../../forms/use-action';
import { useApiForm } from '../../forms/use-api-form';
import { formatDuration } from '../../time/format';
import { useNow } from '../../time/use-now';

const minutes = [2, 5, 10, 15, 30, 60];
/** The shortest hold that the server takes, in seconds. */
const shortestS = 30;

interface Props {
  request: HelpRequest;
  /** Seconds that one place can be held in this lab, all times together. */
  limitS: number;
}

/** "Not now, keep my turn", and "I am back". */
export function HoldSteps({ request, limitS }: Props) {
  const now = useNow();
  const left = request.held_until ? (Date.parse(request.held_until) - now) / 1000 : 0;
  if (left > 0) return <BackButton request={request} left={left} />;
  const unusedS = limitS - request.held_s;
  return unusedS >= shortestS ? <HoldButton request={request} unusedS={unusedS} /> : null;
}

/** Lengths of a hold to choose from, in seconds, with their names. */
export function holdChoices(unusedS: number): { value: string; label: string }[] {
  const fitting = minutes.filter((count) => count * 60 <= unusedS);
  if (fitting.length === 0) return [{ value: String(unusedS), label: formatDuration(unusedS) }];
  return fitting.map((count) => ({ value: String(count * 60), label: `${count} minutes` }));
}

function BackButton({ request, left }: { request: HelpRequest; left: number }) {
  const release = useAction(async () => {
    await answer(
      api.POST('/api/v1/requests/{request_id}/release', { params: { path: { request_id: request.id } } }),
    );
    announce('You can be called again.');
  });
  return (
    <Stack gap="xs" w="100%">
      <Text>You keep your place. Nobody calls you for {formatDuration(left)} more.</Text>
      <ProblemAlert problem={release.problem} title="Not changed" onClose={release.dismiss} />
      <Group>
        <Button mih={44} loading={release.pending} onClick={() => void release.run()}>
          I am back
        </Button>
      </Group>
    </Stack>
  );
}

function HoldButton({ request, unusedS }: { request: HelpRequest; unusedS: number }) {
  const [opened, { open, close }] = useDisclosure();
  const choices = holdChoices(unusedS);
  const apiForm = useApiForm({
    initialValues: { seconds: choices[0]?.value ?? '' },
    send: ({ seconds }) =>
      answer(
        api.POST('/api/v1/requests/{request_id}/hold', {
          params: { path: { request_id: request.id } },
          body: { seconds: Number(seconds) },
        }),
      ),
    onDone: () => {
      announce('You keep your place and are not called for a while.');
      close();
    },
  });
  return (
    <>
      <Button variant="default" mih={44} onClick={open}>
        Not now, keep my turn
      </Button>
      <FormDialog
        opened={opened}
        onClose={close}
        title="Keep your turn"
        label="Keep your turn"
        explanation="You are not called for a while and keep your place."
        apiForm={apiForm}
        refused="Not held"
        submit="Keep my turn"
      >
        <NativeSelect label="For how long?" data={choices} {...apiForm.form.getInputProps('seconds')} />
      </FormDialog>
    </>
  );
}
