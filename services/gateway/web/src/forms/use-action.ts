// One step a person takes with a button: shows progress, cannot be taken twice at a time.
import { useRef, useState } from 'react';
import { type Problem, asProblem } from '../api/problem';

export interface Action<Args extends unknown[]> {
  /** Resolves to whether it went well; the reason why not is in `problem`. */
  run: (...args: Args) => Promise<boolean>;
  pending: boolean;
  problem: Problem | undefined;
  dismiss: () => void;
}

export function useAction<Args extends unknown[]>(work: (...args: Args) => Promise<unknown>): Action<Args> {
  const busy = useRef(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  async function run(...args: Args): Promise<boolean> {
    if (busy.current) return false;
    busy.current = true;
    setPending(true);
    setProblem(undefined);
    try {
      await work(...args);
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    } finally {
      busy.current = false;
      setPending(false);
    }
  }

  return { run, pending, problem, dismiss: () => setProblem(undefined) };
}
