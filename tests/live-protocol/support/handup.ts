// A whole system with demo data, for one file of tests.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Person } from './person';

const readyLine = /^Handup is ready at (http:\/\/\S+)/;
const startLimitMs = 120_000;
const stopLimitMs = 30_000;

export class Handup {
  private constructor(
    private readonly child: ChildProcess,
    private readonly data: string,
    readonly address: string,
  ) {}

  /** Starts the program that HANDUP_BIN names, with some settings; its log is kept in output/. */
  static async start(name: string, settings: Record<string, string> = {}): Promise<Handup> {
    const here = resolve(import.meta.dirname, '..');
    const binary = resolve(here, process.env.HANDUP_BIN ?? '../../target/debug/handup');
    const data = await mkdtemp(join(tmpdir(), 'handup-live-'));
    await mkdir(join(here, 'output'), { recursive: true });
    const log = createWriteStream(join(here, 'output', `${name}.log`));
    const child = spawn(binary, ['up', '--demo', '--port', '0', '--data', data], {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.pipe(log, { end: false });
    try {
      return new Handup(child, data, await untilReady(child, (line) => log.write(`${line}\n`)));
    } catch (error) {
      child.kill('SIGKILL');
      await rm(data, { recursive: true, force: true });
      throw error;
    }
  }

  async person(login: string): Promise<Person> {
    return Person.logIn(this.address, login);
  }

  /** Asks it to end, as an operator would, and waits until it has. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = new Promise<void>((done) => {
        this.child.once('exit', () => done());
      });
      this.child.kill('SIGTERM');
      const timer = setTimeout(() => this.child.kill('SIGKILL'), stopLimitMs);
      await ended;
      clearTimeout(timer);
    }
    await rm(this.data, { recursive: true, force: true });
  }
}

function untilReady(child: ChildProcess, onLine: (line: string) => void): Promise<string> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error('handup did not become ready in time; see output/')), startLimitMs);
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`handup ended with ${code} before it was ready; see output/`)));
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
