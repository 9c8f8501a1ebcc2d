/** What a topic's reducer answers to one message. */
export interface Step<State> {
  state: State;
  /** The client has to subscribe again, naming the last revision it has. */
  resubscribe: boolean;
}
