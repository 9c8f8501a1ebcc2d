import { describe, expect, it } from 'vitest';
import { asProblem, problemFrom } from './problem';

describe('reading a refusal', () => {
  it('takes over what the document says', () => {
    const response = new Response(null, { status: 409 });
    const { problem } = problemFrom(response, {
      code: 'conflict',
      detail: 'Ada Tutor has accepted this request.',
      winner: 'Ada Tutor',
      retry_after_ms: 500,
      request_id: 'abc',
    });
    expect(problem).toEqual({
      status: 409,
      code: 'conflict',
      detail: 'Ada Tutor has accepted this request.',
      fields: [],
      winner: 'Ada Tutor',
      retryAfterMs: 500,
      requestId: 'abc',
    });
  });

  it.each([undefined, null, 'Bad Gateway', 42, { fields: 'none' }, { detail: '' }])(
    'makes a problem of %o too',
    (body) => {
      const { problem } = problemFrom(new Response(null, { status: 502, headers: { 'x-request-id': 'id' } }), body);
      expect(problem).toMatchObject({ status: 502, code: 'unexpected', fields: [], requestId: 'id' });
      expect(problem.detail).toContain('502');
    },
  );

  it('keeps only fields that are complete', () => {
    const body = { fields: [{ field: 'seat', message: 'Too long.' }, { field: 'x' }, null] };
    expect(problemFrom(new Response(null, { status: 422 }), body).problem.fields).toEqual([
      { field: 'seat', message: 'Too long.' },
    ]);
  });

  it('shows a fault of the page itself without its inner words', () => {
    expect(asProblem(new TypeError('x is undefined')).detail).not.toContain('undefined');
  });
});
