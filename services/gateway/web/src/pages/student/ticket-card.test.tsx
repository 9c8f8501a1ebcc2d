import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { lab, request } from '../../testing/samples';
import { renderInApp } from '../../testing/render';
import { TicketCard, peopleAhead } from './ticket-card';

const onEnded = () => undefined;

describe('the open request of a student', () => {
  it('shows the place, and can be edited while it waits', () => {
    renderInApp(<TicketCard request={request()} position={3} lab={lab} accountId="sam" onEnded={onEnded} />);
    expect(screen.getByTestId('position')).toHaveTextContent('3');
    expect(screen.getByText('2 people are ahead of you.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Edit' })).toBeEnabled();
  });

  it('shows who is coming, and can no longer be edited', () => {
    const accepted = request({ status: 'in_progress', helper_name: 'Tom Tutor', accepted_at: '2026-01-05T09:05:00Z' });
    renderInApp(<TicketCard request={accepted} position={undefined} lab={lab} accountId="sam" onEnded={onEnded} />);
    expect(screen.getByText('Tom Tutor is coming to PC 14.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Edit' })).not.toBeInTheDocument();
  });

  it.each([
    [1, 'You are next.'],
    [2, '1 person is ahead of you.'],
    [5, '4 people are ahead of you.'],
  ])('says at place %d: %s', (position, words) => {
    expect(peopleAhead(position)).toBe(words);
  });
});
