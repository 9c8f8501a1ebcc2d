import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeApi, json } from '../../testing/fake-api';
import { renderInApp } from '../../testing/render';
import { offer } from '../../testing/samples';
import { OfferCard } from './offer-card';

/** The card, with its time in the test's hands; `settle` has it stand long enough to be answered. */
function renderCard(): { settle: () => void } {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  renderInApp(<OfferCard offer={offer()} />);
  return {
    settle: () => {
      act(() => {
        vi.advanceTimersByTime(500);
      });
      vi.useRealTimers();
    },
  };
}

describe('an offer', () => {
  afterEach(() => vi.useRealTimers());

  it('is accepted with one press', async () => {
    const fake = fakeApi({ 'POST /api/v1/offers/o1/accept': () => json({ offer: offer({ state: 'accepted' }) }) });
    vi.stubGlobal('fetch', fake.fetch);
    renderCard().settle();
    expect(screen.getByText('PC 14')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Accept' }));
    await waitFor(() => expect(fake.calls.map(({ path }) => path)).toEqual(['/api/v1/offers/o1/accept']));
  });

  it.each(['Accept', 'Decline'])('takes no press on %s that was on its way when it came up', async (name) => {
    const path = `/api/v1/offers/o1/${name.toLowerCase()}`;
    const fake = fakeApi({ [`POST ${path}`]: () => json({ offer: offer() }) });
    vi.stubGlobal('fetch', fake.fetch);
    const { settle } = renderCard();
    const button = screen.getByRole('button', { name });
    button.focus();
    fireEvent.click(button);
    expect(button).toHaveAttribute('aria-disabled');
    // A press that counts shows at once that it is on its way; its call begins a moment later.
    expect(button).not.toHaveAttribute('data-loading');
    settle();
    expect(button).not.toHaveAttribute('aria-disabled');
    expect(button).toHaveFocus();
    fireEvent.click(button);
    expect(button).toHaveAttribute('data-loading');
    await waitFor(() => expect(fake.calls.map((call) => call.path)).toEqual([path]));
  });

  it('names who was faster', async () => {
    const conflict = () =>
      json({ type: 'about:blank', title: 'Conflict', status: 409, code: 'conflict', detail: 'Tina is helping.', winner: 'Tina' }, 409);
    vi.stubGlobal('fetch', fakeApi({ 'POST /api/v1/offers/o1/accept': conflict }).fetch);
    renderCard().settle();
    await userEvent.click(screen.getByRole('button', { name: 'Accept' }));
    expect(await screen.findByText('Tina was faster')).toBeVisible();
  });
});
