// How live connections begin and end, and what the document says of it.
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import rest from '../../services/gateway/openapi.json' with { type: 'json' };
import { document, messageOf } from './support/document';
import { Handup } from './support/handup';
import { closings, faults } from './support/record';

const { live } = document.channels;
/** Long enough to connect with, short enough to wait for. */
const tokenSeconds = 8;
let handup: Handup;

beforeAll(async () => {
  handup = await Handup.start('closing', { HANDUP_AUTH__ACCESS_TOKEN_S: String(tokenSeconds) });
});

afterAll(async () => {
  await handup?.stop();
});

afterEach(() => {
  expect(faults.splice(0), 'what the document says otherwise').toEqual([]);
});

/** The status with which a handshake is refused. */
async function refusal(headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${handup.address.replace('http', 'ws')}${live.address}`, { headers });
  return new Promise((done, fail) => {
    socket.once('unexpected-response', (_, response) => {
      done(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.once('open', () => fail(new Error('it was opened')));
    socket.on('error', () => undefined);
  });
}

test('a handshake is refused with what the OpenAPI document says', async () => {
  const documented = Object.keys(rest.paths['/api/v1/live'].get.responses);
  expect(await refusal({})).toBe(401);
  expect(await refusal({ authorization: 'Bearer nothing' })).toBe(401);
  const answer = await fetch(handup.address + live.address, { method: 'GET' });
  for (const status of [101, 403, 429, answer.status]) expect(documented).toContain(String(status));
});

test('a frame that is too large ends the connection', async () => {
  const watcher = await (await handup.person('sam')).live('student');
  const largest = live['x-limits'].find((entry) => entry.unit === 'bytes')?.value ?? NaN;
  watcher.say('x'.repeat(largest));
  await watcher.message('malformed');
  watcher.say('x'.repeat(largest + 1));
  expect(await watcher.closed()).toBe(1009);
});

test('a connection ends with its token, and with the gateway', async () => {
  const person = await handup.person('sam');
  const watcher = await person.live('student');
  expect(await watcher.closed()).toBe(4401);
  const last = await (await handup.person('sam')).live('student');
  await handup.stop();
  expect(await last.closed()).toBe(1001);
});

test('connections were closed for all the reasons of the document, and for no other', () => {
  const documented = live['x-close-codes'].map(({ code }) => code);
  // Nobody can make the gateway have a fault, and 1006 is this side's own word for a cut.
  expect(documented.filter((code) => code !== 1011 && !closings.has(code))).toEqual([]);
  expect([...closings].filter((code) => code !== 1006 && !documented.includes(code))).toEqual([]);
});

test('the limits are those of the gateway where nothing else is set', async () => {
  const config = await readFile(new URL('../../services/gateway/src/config.rs', import.meta.url), 'utf8');
  const defaults = /impl Default for LiveSettings \{.*?\n\}/s.exec(config)?.[0] ?? '';
  for (const { setting, value } of live['x-limits']) {
    if (setting === undefined) continue;
    const found = new RegExp(`\\b${setting}: ([\\d_]+),`).exec(defaults)?.[1]?.replaceAll('_', '');
    expect(`${setting}: ${found}`).toBe(`${setting}: ${value}`);
  }
});

test('the examples are what they are examples of', () => {
  for (const [name, message] of Object.entries(document.components.messages)) {
    const examples = 'examples' in message ? message.examples : [];
    for (const { payload } of examples) expect(messageOf(payload, 'from-client')).toBe(name);
  }
});
