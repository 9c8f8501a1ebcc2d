import { describe, expect, it } from 'vitest';
import { readSearch, writeSearch } from './search';

describe('query strings', () => {
  it('keep a seat that looks like a number as text', () => {
    expect(readSearch('?seat=014')).toEqual({ seat: '014' });
    expect(writeSearch({ seat: '014' })).toBe('?seat=014');
  });

  it('leave out what is not there', () => {
    expect(writeSearch({ next: undefined })).toBe('');
    expect(readSearch('')).toEqual({});
  });

  it('carry an address', () => {
    const search = { next: '/labs/1/ask?seat=14' };
    expect(readSearch(writeSearch(search))).toEqual(search);
  });
});
