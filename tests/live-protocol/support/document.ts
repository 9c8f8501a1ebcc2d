// The AsyncAPI document as the tests use it: which messages a frame can be.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import document from '../../../services/gateway/asyncapi.json' with { type: 'json' };
import { type Json, type JsonObject, closed, resolve } from './strict';

export { document };

export type Role = 'student' | 'tutor' | 'manager';
export type Frame = JsonObject;

interface Message {
  name: string;
  /** `from-client`, or `to-` and a role. */
  tags: string[];
  fits: ValidateFunction;
}

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
addFormats.default(ajv);

/** All messages of the document, by name. */
export const messages = new Map<string, Message>(
  Object.entries(document.components.messages).map(([name, { tags, payload }]) => [
    name,
    { name, tags: tags.map((tag) => tag.name), fits: ajv.compile(closed(payload)) },
  ]),
);

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** The channels that are topics: what their names look like, and their messages. */
const topics = Object.entries(document.channels)
  .filter(([name]) => name !== 'live')
  .map(([, channel]) => ({
    name: new RegExp(`^${channel.address.replace('{lab_id}', uuid)}$`),
    messages: messagesOf(channel),
  }));

function messagesOf(channel: { messages: object }): Message[] {
  return Object.values(channel.messages as Record<string, { $ref: string }>).map(({ $ref }) => {
    resolve($ref, '');
    const message = messages.get($ref.split('/').at(-1) ?? '');
    if (!message) throw new Error(`${$ref} is no message`);
    return message;
  });
}

/** The one message that a frame is. */
export function messageOf(frame: Frame, direction: 'from-client' | Role[]): string {
  const tags = typeof direction === 'string' ? [direction] : direction.map((role) => `to-${role}`);
  const candidates = placeOf(frame, direction).filter((message) => message.tags.some((tag) => tags.includes(tag)));
  const fitting = candidates.filter((message) => message.fits(frame));
  const [only, ...others] = fitting.map((message) => message.name);
  if (only !== undefined && others.length === 0) return only;
  const why = only === undefined ? nearest(candidates) : `it is ${only} and ${others.join(' and ')}`;
  throw new Error(`No one message of the document for ${tags.join(', ')}: ${JSON.stringify(frame)}\n${why}`);
}

/** The messages of the topic that the frame names, or else of the connection. */
function placeOf({ topic }: Frame, direction: 'from-client' | Role[]): Message[] {
  const live = messagesOf(document.channels.live);
  if (direction === 'from-client' || topic === undefined) return live;
  const known = topics.find(({ name }) => name.test(String(topic)));
  // Only a refusal repeats the name of a topic that doesn't exist.
  return known?.messages ?? live.filter((message) => message.name === 'refused');
}

/** What keeps the frame from being the message that it is most like. */
function nearest(candidates: Message[]): string {
  const [best] = candidates.toSorted((a, b) => (a.fits.errors?.length ?? 0) - (b.fits.errors?.length ?? 0));
  const errors = best?.fits.errors ?? [];
  const texts = errors.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  return `as ${best?.name}: ${texts.join('; ')}`;
}

/** Whether anything in the frame is null. */
export function hasNull(value: Json): boolean {
  if (value === null) return true;
  return typeof value === 'object' && Object.values(value).some(hasNull);
}
