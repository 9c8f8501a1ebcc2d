// Starts the whole system with demo data for the tests, and stops it after them.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const readyLine = /^Handup is ready at (http:\/\/\S+)/;
const startLimitMs = 120_000;
const stopLimitMs = 30_000;

/** Sets HANDUP_URL for the tests. Returns how to stop the system. */
export default async function startHandup(): Promise<() => Promise<void>> {
  const binary = resolve(import.meta.dirname, '..', process.env.HANDUP_BIN ?? '../../target/debug/handup');
  const data = await mkdtemp(join(tmpdir(), 'handup-browser-'));
  const output = resolve(import.meta.dirname, '../output');
  await mkdir(output, { recursive: true });
  const log = createWriteStream(join(output, 'handup.log'));
  const child = spawn(binary, ['up', '--demo', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.pipe(log, { end: false });
  try {
    process.env.HANDUP_URL = await untilReady(child, (line) => log.write(`${line}\n`));
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return async () => {
    await stop(child);
    log.end();
    await rm(data, { recursive: true, force: true });
  };
}

function untilReady(child: ChildProcess, onLine: (line: string) => void): Promise<string> {
  return new Promise((done, fail) => {
    const timer = setTimeout(
      () => fail(new Error('handup did not become ready in time; see output/handup.log')),
      startLimitMs,
    );
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`handup ended with ${code} before it was ready; see output/handup.log`)));
    if (!child.stdout) throw new Error('handup was started without a pipe for its output');
    createInterface(child.stdout).on('line', (line) => {
      onLine(line);
      const address = readyLine.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      done(address);
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done());
  });
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
  await ended;
  clearTimeout(timer);
}
