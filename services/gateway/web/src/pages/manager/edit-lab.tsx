import { Button, Stack } from '@mantine/core';
import { notifications as toasts } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { labQuery, labsQuery } from '../../api/queries';
import type { Lab } from '../../api/types';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { useApiForm } from '../../forms/use-api-form';
import { LabFields, type LabValues, labRules } from '../../lab/lab-fields';

/** Changes a lab's name, room and topics. */
export function EditLab({ lab }: { lab: Lab }) {
  const queryClient = useQueryClient();
  const apiForm = useApiForm<LabValues, Lab>({
    initialValues: { name: lab.name, room: lab.room, topics: lab.topics },
    validate: labRules,
    send: (body) => answer(api.PATCH('/api/v1/labs/{lab_id}', { params: { path: { lab_id: lab.id } }, body })),
    onDone: async (changed) => {
      queryClient.setQueryData(labQuery(lab.id).queryKey, changed);
      toasts.show({ message: 'The lab was changed.', closeButtonProps: { 'aria-label': 'Dismiss' } });
      await queryClient.invalidateQueries({ queryKey: labsQuery.queryKey });
    },
  });
  return (
    <Panel title="About this lab">
      <form onSubmit={apiForm.onSubmit} noValidate aria-label="About this lab">
        <Stack>
          <ProblemAlert problem={apiForm.problem} title="Not changed" />
          <LabFields apiForm={apiForm} />
          <div>
            <Button type="submit" loading={apiForm.pending}>
              Save changes
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  );
}
