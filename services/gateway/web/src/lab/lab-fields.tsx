import { TagsInput, TextInput } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import type { ApiForm } from '../forms/use-api-form';

export interface LabValues extends Record<string, unknown> {
  name: string;
  room: string;
  topics: string[];
}

export const labRules = {
  name: isNotEmpty('Give the lab a name.'),
  room: isNotEmpty('Say which room the lab is in.'),
};

/** What is to be said about a lab, whether new or known. */
export function LabFields<Values extends LabValues>({ apiForm: { form } }: { apiForm: ApiForm<Values> }) {
  return (
    <>
      <TextInput label="Name" autoComplete="off" required {...form.getInputProps('name')} />
      <TextInput label="Room" autoComplete="off" required {...form.getInputProps('room')} />
      <TagsInput
        label="Topics (optional)"
        description="What students can choose from. Press Enter after each."
        acceptValueOnBlur
        {...form.getInputProps('topics')}
      />
    </>
  );
}
