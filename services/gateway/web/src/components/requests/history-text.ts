interface HistoryEntry {
  what: string;
  actor_name?: string | null;
  comment?: string | null;
}

const words: Record<string, string> = {
  created: 'asked',
  edited: 'changed the request',
  accepted: 'accepted',
  completed: 'completed',
  put_back: 'put it back in the queue',
  returned: 'was away, so the request returned to the queue',
  not_found: 'did not find anybody at the PC',
  cancelled: 'cancelled',
  resolved: 'solved it without help',
  held: 'asked to wait and keep the place',
  released: 'can be called again',
  reopened: 'took back that it had ended',
  moved_first: 'let it go first',
  handed_over: 'handed it over to another tutor',
  reordered: 'put the queue into another order',
  joined: 'has the same problem and waits along',
  left: 'waits along no longer',
  passed_on: 'gave it up, and who waited along goes on',
  sent_home: 'closed the queue before its turn',
};

/** One step of a request's life as a sentence: "Tom Tutor accepted". */
export function historyText({ what, actor_name, comment }: HistoryEntry): string {
  const step = words[what] ?? what.replaceAll('_', ' ');
  const sentence = actor_name ? `${actor_name} ${step}` : step;
  return comment ? `${sentence}: ${comment}` : sentence;
}
