import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { deferred } from '../../testing/deferred';
import { renderInApp } from '../../testing/render';
import { keepFocus, nextStep } from './keep-focus';

function Frame({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => (main.current ? keepFocus(main.current) : undefined), []);
  return (
    <main ref={main}>
      <p>Words</p>
      {children}
    </main>
  );
}

/** A list whose entry vanishes when it is taken, and is shown as the next step once that is known. */
function Takes({ known }: { known?: Promise<void> }) {
  const [taken, setTaken] = useState(false);
  const [shown, setShown] = useState(false);
  function take(): void {
    setTaken(true);
    void known?.then(() => setShown(true));
  }
  return (
    <Frame>
      {shown && <section aria-label="Taken" {...nextStep} />}
      <section aria-label="Waiting">
        {!taken && (
          <button type="button" onClick={take}>
            Take
          </button>
        )}
      </section>
    </Frame>
  );
}

describe('the focus when its control vanishes', () => {
  it('goes to the part of the page where the control was', async () => {
    renderInApp(<Takes />);
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByRole('region', { name: 'Waiting' })).toHaveFocus());
  });

  it('goes on to the next step as soon as that has come up', async () => {
    const known = deferred<void>();
    renderInApp(<Takes known={known.promise} />);
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByRole('region', { name: 'Waiting' })).toHaveFocus());
    known.resolve();
    await waitFor(() => expect(screen.getByRole('region', { name: 'Taken' })).toHaveFocus());
  });

  it('stays nowhere if the person has pressed elsewhere', async () => {
    renderInApp(<Takes />);
    await userEvent.tab();
    await userEvent.click(screen.getByText('Words'));
    screen.getByRole('button').click();
    await waitFor(() => expect(screen.queryByRole('button')).not.toBeInTheDocument());
    expect(document.body).toHaveFocus();
  });

  it('leaves who is busy elsewhere alone', async () => {
    renderInApp(
      <>
        <input aria-label="Writing" />
        <Takes known={Promise.resolve()} />
      </>,
    );
    await userEvent.click(screen.getByLabelText('Writing'));
    screen.getByRole('button').click();
    expect(await screen.findByRole('region', { name: 'Taken' })).not.toHaveFocus();
    expect(screen.getByLabelText('Writing')).toHaveFocus();
  });
});
