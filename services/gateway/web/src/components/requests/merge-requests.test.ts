import { describe, expect, it } from 'vitest';
import { request } from '../../testing/samples';
import { mergeRequests } from './merge-requests';

describe('merging lists of requests', () => {
  it('keeps the newest version of each, whichever list it is in', () => {
    const old = request({ version: 1 });
    const recent = request({ version: 3, status: 'completed' });
    expect(mergeRequests([old], [recent])).toEqual([recent]);
    expect(mergeRequests([recent], [old])).toEqual([recent]);
  });

  it('puts the newest first', () => {
    const first = request({ id: 'a', created_at: '2026-01-05T08:00:00Z' });
    const second = request({ id: 'b', created_at: '2026-01-05T09:00:00Z' });
    expect(mergeRequests([first], [second]).map(({ id }) => id)).toEqual(['b', 'a']);
  });
});
