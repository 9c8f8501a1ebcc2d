import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeApi, json } from '../../testing/fake-api';
import { renderInApp } from '../../testing/render';
import { offer } from '../../testing/samples';
import { OfferCard } from './offer-card';

describe('an offer', () => {
  it('is accepted with one press', async () => {
    const fake = fakeApi({ 'POST /api/v1/offers/o1/accept': () => json({ offer: offer({ state: 'accepted' }) }) });
    vi.stubGlobal('fetch', fake.fetch);
    renderInApp(<OfferCard offer={offer()} />);
    expect(screen.getByText('PC 14')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Accept' }));
    await waitFor(() => expect(fake.calls.map(({ path }) => path)).toEqual(['/api/v1/offers/o1/accept']));
  });

  it('names who was faster', async () => {
    const conflict = () =>
      json({ type: 'about:blank', title: 'Conflict', status: 409, code: 'conflict', detail: 'Tina is helping.', winner: 'Tina' }, 409);
    vi.stubGlobal('fetch', fakeApi({ 'POST /api/v1/offers/o1/accept': conflict }).fetch);
    renderInApp(<OfferCard offer={offer()} />);
    await userEvent.click(screen.getByRole('button', { name: 'Accept' }));
    expect(await screen.findByText('Tina was faster')).toBeVisible();
  });
});
