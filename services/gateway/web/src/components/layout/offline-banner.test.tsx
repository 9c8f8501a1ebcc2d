import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveClient } from '../../live/live-client';
import { LiveProvider } from '../../live/live-context';
import { FakeSocket } from '../../testing/fake-socket';
import { renderInApp } from '../../testing/render';
import { OfflineBanner } from './offline-banner';

const text = 'You are offline';

function renderBanner() {
  const sockets: FakeSocket[] = [];
  const create = () =>
    new LiveClient({
      openSocket: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      renewSession: async () => 'valid',
      checkSession: async () => 'valid',
      random: () => 0.5,
      onSessionEnded: () => undefined,
    });
  renderInApp(
    <LiveProvider accountId="sam" create={create}>
      <OfflineBanner />
    </LiveProvider>,
  );
  return { latest: () => sockets.at(-1) };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the banner that says one is offline', () => {
  it('waits some seconds, and goes away by itself', async () => {
    const { latest } = renderBanner();
    act(() => latest()?.accept());
    act(() => latest()?.end(1006));
    await act(() => vi.advanceTimersByTimeAsync(300));
    expect(screen.queryByText(text)).not.toBeInTheDocument();
    await act(() => vi.advanceTimersByTimeAsync(1800));
    expect(screen.getByText(text)).toBeInTheDocument();
    act(() => latest()?.accept());
    expect(screen.queryByText(text)).not.toBeInTheDocument();
  });

  it('does not show a short interruption', async () => {
    const { latest } = renderBanner();
    act(() => latest()?.accept());
    act(() => latest()?.end(1006));
    await act(() => vi.advanceTimersByTimeAsync(500));
    act(() => latest()?.accept());
    await act(() => vi.advanceTimersByTimeAsync(5000));
    expect(screen.queryByText(text)).not.toBeInTheDocument();
  });

  it('shows at once that the browser has no network', async () => {
    const { latest } = renderBanner();
    act(() => latest()?.accept());
    act(() => void window.dispatchEvent(new Event('offline')));
    expect(screen.getByText(text)).toBeInTheDocument();
    act(() => void window.dispatchEvent(new Event('online')));
    act(() => latest()?.accept());
    expect(screen.queryByText(text)).not.toBeInTheDocument();
  });
});
