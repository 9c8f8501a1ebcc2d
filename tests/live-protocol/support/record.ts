// What was seen in all tests together.
import { type Frame, type Role, document, hasNull, messageOf } from './document';

const events = new Set(document.components.schemas.Event.examples);

/** One frame of each message that was seen. */
export const samples = new Map<string, Frame>();
/** Where a frame was not what the document says. */
export const faults: string[] = [];
/** With which codes the gateway has closed connections. */
export const closings = new Set<number>();

/** Holds a frame against the document; returns the name of its message. */
export function record(frame: Frame, direction: 'from-client' | Role[]): string | undefined {
  try {
    const name = messageOf(frame, direction);
    samples.set(name, frame);
    if (hasNull(frame)) faults.push(`A null in ${JSON.stringify(frame)}`);
    if (typeof frame.event === 'string' && !events.has(frame.event)) faults.push(`Event ${frame.event} is not named`);
    return name;
  } catch (error) {
    faults.push(String(error));
    return undefined;
  }
}
