// Refusals of the gateway (`application/problem+json`) as one error type.

export interface FieldProblem {
  field: string;
  message: string;
}

export interface Problem {
  /** HTTP status; 0 where no answer came at all. */
  status: number;
  /** Machine name, such as "conflict"; "unreachable" where no answer came at all. */
  code: string;
  /** Public text. */
  detail: string;
  fields: FieldProblem[];
  /** Who got what the caller wanted, where that is the reason. */
  winner?: string;
  /** When trying again makes sense, in milliseconds. */
  retryAfterMs?: number;
  /** What to tell the operator when asking about this failure. */
  requestId?: string;
}

/** What every call of the API throws when it is refused or gets no answer. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Any thrown value as a problem that can be shown to a person. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    status: 0,
    code: 'unexpected',
    detail: 'Something went wrong on this page. Please reload it and try again.',
    fields: [],
  };
}

/** The problem of a call that never got an answer. */
export function unreachable(cause: unknown): ProblemError {
  return new ProblemError(
    {
      status: 0,
      code: 'unreachable',
      detail: 'Handup cannot be reached. Please check your connection and try again.',
      fields: [],
    },
    { cause },
  );
}

/** Reads a refusal. A body that is no problem document (a proxy's page) still gives a problem. */
export function problemFrom(response: Response, body: unknown): ProblemError {
  const document = isRecord(body) ? body : {};
  return new ProblemError({
    status: response.status,
    code: text(document.code) ?? 'unexpected',
    detail: text(document.detail) ?? text(document.title) ?? `The server answered with status ${response.status}.`,
    fields: Array.isArray(document.fields) ? document.fields.filter(isFieldProblem) : [],
    winner: text(document.winner),
    retryAfterMs: typeof document.retry_after_ms === 'number' ? document.retry_after_ms : undefined,
    requestId: text(document.request_id) ?? response.headers.get('x-request-id') ?? undefined,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return isRecord(value) && typeof value.field === 'string' && typeof value.message === 'string';
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
