import { TextInput } from '@mantine/core';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ProblemError } from '../api/problem';
import { ProblemAlert } from '../components/problem-alert';
import { deferred } from '../testing/deferred';
import { renderInApp } from '../testing/render';
import { useApiForm } from './use-api-form';

type Send = (values: { seat: string; description: string }, key: string) => Promise<void>;

function Form({ send, onDone }: { send: Send; onDone: () => void }) {
  const { form, onSubmit, pending, problem } = useApiForm({
    initialValues: { seat: '', description: '' },
    send,
    onDone,
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert problem={problem} />
      <TextInput label="PC number" {...form.getInputProps('seat')} />
      <TextInput label="Description" {...form.getInputProps('description')} />
      <button type="submit" data-pending={pending}>
        Ask
      </button>
    </form>
  );
}

function refusal(fields: { field: string; message: string }[], detail = 'Refused.'): ProblemError {
  return new ProblemError({ status: 422, code: 'invalid', detail, fields, requestId: 'request-7' });
}

describe('a form of the API', () => {
  it('shows each message at its field, and moves to the first bad one', async () => {
    const send = vi.fn<Send>().mockRejectedValue(refusal([{ field: 'description', message: 'Describe the problem.' }]));
    renderInApp(<Form send={send} onDone={vi.fn<() => void>()} />);
    await userEvent.type(screen.getByLabelText('PC number'), '14');
    await userEvent.click(screen.getByRole('button'));
    const field = screen.getByLabelText('Description');
    await waitFor(() => expect(field).toHaveFocus());
    expect(field).toBeInvalid();
    expect(field).toHaveAccessibleDescription('Describe the problem.');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('shows everything else as an alert with the request’s id', async () => {
    const send = vi.fn<Send>().mockRejectedValue(refusal([], 'The queue is closed.'));
    renderInApp(<Form send={send} onDone={vi.fn<() => void>()} />);
    await userEvent.click(screen.getByRole('button'));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The queue is closed.');
    expect(alert).toHaveTextContent('request-7');
  });

  it('keeps the key while the same values are sent again, and takes a new one for others', async () => {
    const keys: string[] = [];
    const send: Send = async (_values, key) => {
      keys.push(key);
      throw refusal([], 'Try again.');
    };
    renderInApp(<Form send={send} onDone={vi.fn<() => void>()} />);
    await userEvent.type(screen.getByLabelText('PC number'), '14');
    await userEvent.click(screen.getByRole('button'));
    await userEvent.click(screen.getByRole('button'));
    await userEvent.type(screen.getByLabelText('PC number'), '5');
    await userEvent.click(screen.getByRole('button'));
    expect(keys).toHaveLength(3);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('takes a new key after it went well', async () => {
    const keys: string[] = [];
    const send: Send = async (_values, key) => {
      keys.push(key);
    };
    renderInApp(<Form send={send} onDone={vi.fn<() => void>()} />);
    await userEvent.click(screen.getByRole('button'));
    await userEvent.click(screen.getByRole('button'));
    expect(new Set(keys).size).toBe(2);
  });

  it('sends once however often the button is pressed meanwhile', async () => {
    const open = deferred<undefined>();
    const send = vi.fn<Send>(() => open.promise);
    const onDone = vi.fn<() => void>();
    renderInApp(<Form send={send} onDone={onDone} />);
    await userEvent.tripleClick(screen.getByRole('button'));
    expect(screen.getByRole('button')).toHaveAttribute('data-pending', 'true');
    open.resolve(undefined);
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
    expect(send).toHaveBeenCalledTimes(1);
  });
});
