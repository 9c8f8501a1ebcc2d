// Keeps the keyboard's place on the page when the control in use vanishes or is switched off.
//
// Browsers then put the focus nowhere: a screen reader falls silent, and keys reach nothing.

/** For the part of a page with what is to be done next, such as the request just accepted. */
export const nextStep = { tabIndex: -1, 'data-next-step': true } as const;

const nextSteps = '[data-next-step]';
/** Parts of a page that have a name to read out. */
const places = 'section, form, main, [role="dialog"]';

/**
 * Where the control in focus is gone, goes to the next step that has come up since the last press,
 * else to what the control stood in. One that only waits for an answer gets the focus back.
 *
 * @returns how to stop.
 */
export function keepFocus(main: HTMLElement): () => void {
  /** The control last in focus on the page and what it stands in, innermost first. */
  let inMain: Element[] = [];
  /** The same for what lies over or beside the page: dialogs, messages, the header. */
  let outside: Element[] = [];
  /** What has the focus in place of a control that is gone. */
  let standIn: Element | undefined;
  /** Switched off with the focus in it. */
  let switchedOff: Element | undefined;
  let known = new Set<Element>();

  function onFocusIn({ target }: FocusEvent): void {
    if (!(target instanceof Element)) return;
    switchedOff = undefined;
    if (target !== standIn) standIn = undefined;
    if (main.contains(target)) {
      inMain = withAncestors(target);
      outside = [];
    } else outside = withAncestors(target);
  }

  function onPress({ type, target }: Event): void {
    known = new Set(main.querySelectorAll(nextSteps));
    const elsewhere = type === 'pointerdown' && target instanceof Node && !document.activeElement?.contains(target);
    // Who presses elsewhere leaves the control on purpose.
    if (elsewhere) inMain = outside = [];
  }

  function check(): void {
    const active = document.activeElement;
    if (active && active !== document.body) {
      if (active === standIn) newStep()?.focus();
      else if (isOff(active)) switchedOff = active;
      return;
    }
    for (const [control, ...around] of [outside, inMain]) {
      if (!control) continue;
      if (control.isConnected && !isOff(control)) {
        // Where the focus was taken away on purpose, it stays away.
        if (control === switchedOff && control instanceof HTMLElement) control.focus({ preventScroll: true });
        return;
      }
      if (control.isConnected && control.hasAttribute('data-loading')) return;
      const place = around.find((element) => element.isConnected && element.matches(places));
      if (place instanceof HTMLElement) {
        standInFor(place);
        return;
      }
    }
  }

  function standInFor(place: HTMLElement): void {
    const step = newStep();
    if (step) {
      step.focus();
      return;
    }
    if (!place.hasAttribute('tabindex')) place.tabIndex = -1;
    standIn = place;
    place.focus({ preventScroll: true });
  }

  function newStep(): HTMLElement | undefined {
    return [...main.querySelectorAll<HTMLElement>(nextSteps)].find((step) => !known.has(step));
  }

  // A control that was switched off loses the focus a little later.
  const onFocusOut = () => void setTimeout(check);
  const observer = new MutationObserver(check);
  observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled', 'data-loading'] });
  document.addEventListener('focusin', onFocusIn);
  document.addEventListener('focusout', onFocusOut);
  document.addEventListener('keydown', onPress, true);
  document.addEventListener('pointerdown', onPress, true);
  return () => {
    observer.disconnect();
    document.removeEventListener('focusin', onFocusIn);
    document.removeEventListener('focusout', onFocusOut);
    document.removeEventListener('keydown', onPress, true);
    document.removeEventListener('pointerdown', onPress, true);
  };
}

function isOff(element: Element): boolean {
  return element.matches(':disabled');
}

function withAncestors(element: Element): Element[] {
  const path: Element[] = [];
  for (let each: Element | null = element; each && each !== document.body; each = each.parentElement) path.push(each);
  return path;
}
