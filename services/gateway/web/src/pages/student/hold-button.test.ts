import { describe, expect, it } from 'vitest';
import { holdChoices } from './hold-button';

describe('how long a place can be held', () => {
  it('is offered in minutes, as far as the time is not used up', () => {
    expect(holdChoices(600).map(({ label }) => label)).toEqual(['2 minutes', '5 minutes', '10 minutes']);
    expect(holdChoices(299).map(({ value }) => value)).toEqual(['120']);
  });

  it('is all that is left where that is less than two minutes', () => {
    expect(holdChoices(45)).toEqual([{ value: '45', label: '45 s' }]);
  });
});
