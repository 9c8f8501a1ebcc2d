import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ProblemError } from '../api/problem';
import { renderInApp } from '../testing/render';
import { ConfirmButton } from './confirm-button';

function renderButton(onConfirm: () => Promise<unknown>) {
  renderInApp(
    <ConfirmButton question="Cancel?" explanation="Your place is lost." confirmLabel="Cancel the request" onConfirm={onConfirm}>
      Cancel
    </ConfirmButton>,
  );
}

describe('a step that cannot be taken back', () => {
  it('asks once before it is done', async () => {
    const onConfirm = vi.fn<() => Promise<unknown>>().mockResolvedValue(undefined);
    renderButton(onConfirm);
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(onConfirm).not.toHaveBeenCalled();
    expect(screen.getByRole('dialog', { name: 'Cancel?' })).toHaveTextContent('Your place is lost.');
    await userEvent.click(screen.getByRole('button', { name: 'Cancel the request' }));
    expect(onConfirm).toHaveBeenCalledTimes(1);
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('does nothing when the person changes their mind', async () => {
    const onConfirm = vi.fn<() => Promise<unknown>>();
    renderButton(onConfirm);
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(onConfirm).not.toHaveBeenCalled();
  });

  it('stays and says why it was refused', async () => {
    const refused = new ProblemError({ status: 409, code: 'conflict', detail: 'It is finished.', fields: [] });
    renderButton(() => Promise.reject(refused));
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await userEvent.click(screen.getByRole('button', { name: 'Cancel the request' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('It is finished.');
    expect(screen.getByRole('dialog')).toBeInTheDocument();
  });
});
