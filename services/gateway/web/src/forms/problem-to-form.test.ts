import { describe, expect, it } from 'vitest';
import type { Problem } from '../api/problem';
import { problemToForm } from './problem-to-form';

const invalid: Problem = { status: 422, code: 'invalid', detail: 'Please correct the marked fields.', fields: [] };

describe('dividing a refusal between fields and alert', () => {
  it('gives each field its message and leaves nothing for the alert', () => {
    const fields = [
      { field: 'seat', message: 'Enter the PC number.' },
      { field: 'description', message: 'Describe the problem.' },
    ];
    expect(problemToForm({ ...invalid, fields }, ['seat', 'description'])).toEqual({
      errors: { seat: 'Enter the PC number.', description: 'Describe the problem.' },
      rest: undefined,
    });
  });

  it('names every broken rule of a field', () => {
    const fields = [
      { field: 'password', message: 'Too short.' },
      { field: 'password', message: 'Too common.' },
    ];
    expect(problemToForm({ ...invalid, fields }, ['password']).errors).toEqual({ password: 'Too short. Too common.' });
  });

  it('finds the field of a list by its first part', () => {
    const fields = [{ field: 'topics[1]', message: 'Empty.' }];
    expect(problemToForm({ ...invalid, fields }, ['topics']).errors).toEqual({ topics: 'Empty.' });
  });

  it('finds the part of a row', () => {
    const fields = [{ field: 'hours[1].opens', message: 'Too late.' }];
    expect(problemToForm({ ...invalid, fields }, ['hours']).errors).toEqual({ 'hours.1.opens': 'Too late.' });
  });

  it('leaves to the alert what the form has no field for', () => {
    const fields = [
      { field: 'seat', message: 'Enter the PC number.' },
      { field: 'transport', message: 'Unknown.' },
    ];
    const { errors, rest } = problemToForm({ ...invalid, fields }, ['seat']);
    expect(errors).toEqual({ seat: 'Enter the PC number.' });
    expect(rest?.fields).toEqual([{ field: 'transport', message: 'Unknown.' }]);
  });

  it('leaves a refusal without fields to the alert', () => {
    const conflict: Problem = { status: 409, code: 'conflict', detail: 'The queue is closed.', fields: [] };
    expect(problemToForm(conflict, ['seat'])).toEqual({ errors: {}, rest: conflict });
  });
});
