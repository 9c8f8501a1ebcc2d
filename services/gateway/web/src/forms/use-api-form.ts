// A form whose values go to the API: field errors at their fields, everything else as a problem,
// one submission at a time.
import { type UseFormInput, type UseFormReturnType, useForm } from '@mantine/form';
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { type Problem, asProblem } from '../api/problem';
import { randomId } from '../browser/random-id';
import { problemToForm } from './problem-to-form';

type FormValues = Record<string, unknown>;

export interface ApiFormInput<Values extends FormValues, Result> {
  initialValues: Values;
  /** Rules that need no server, such as "not empty". */
  validate?: UseFormInput<Values>['validate'];
  /**
   * Sends the values.
   *
   * @param key an idempotency key: the same for every attempt to send the same values.
   */
  send: (values: Values, key: string) => Promise<Result>;
  onDone: (result: Result, values: Values) => void | Promise<void>;
}

/** How sending goes, whatever the fields are. */
export interface Submission {
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  pending: boolean;
  /** What no field can show. */
  problem: Problem | undefined;
}

export interface ApiForm<Values extends FormValues> extends Submission {
  form: UseFormReturnType<Values>;
}

export function useApiForm<Values extends FormValues, Result>(
  input: ApiFormInput<Values, Result>,
): ApiForm<Values> {
  const form = useForm<Values>({ initialValues: input.initialValues, validate: input.validate });
  const element = useRef<HTMLFormElement>(null);
  const attempt = useRef({ values: '', key: '' });
  const busy = useRef(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const focusFirstBadField = useFocusAfterErrors(element, form.errors);

  async function submit(values: Values): Promise<void> {
    // A second click can come before the first one's state is painted.
    if (busy.current) return;
    busy.current = true;
    setPending(true);
    setProblem(undefined);
    try {
      const result = await input.send(values, keyFor(attempt.current, values));
      attempt.current = { values: '', key: '' };
      await input.onDone(result, values);
    } catch (error) {
      const { errors, rest } = problemToForm(asProblem(error), Object.keys(input.initialValues));
      form.setErrors(errors);
      setProblem(rest);
      if (Object.keys(errors).length > 0) focusFirstBadField();
    } finally {
      busy.current = false;
      setPending(false);
    }
  }

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    element.current = event.currentTarget;
    form.onSubmit((values) => void submit(values), refuse)(event);
  }

  function refuse(): void {
    setProblem(undefined);
    focusFirstBadField();
  }

  return { form, onSubmit, pending, problem };
}

function keyFor(attempt: { values: string; key: string }, values: FormValues): string {
  const written = JSON.stringify(values);
  if (attempt.values !== written) {
    attempt.values = written;
    attempt.key = randomId();
  }
  return attempt.key;
}

/** The fields are marked as bad only after the next painting, so the focus has to wait for it. */
function useFocusAfterErrors(element: RefObject<HTMLFormElement | null>, errors: object): () => void {
  const wanted = useRef(false);
  useEffect(() => {
    if (!wanted.current || Object.keys(errors).length === 0) return;
    const first = element.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (!first) return;
    wanted.current = false;
    first.focus();
  }, [errors, element]);
  return () => {
    wanted.current = true;
  };
}
