export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/**
 * One piece of work as a trace shows it. Handed down with the work instead of found around it, so that nothing is paid for where
 * nobody traces.
 */
export interface Span {
  /** Begins a part of this work. */
  child(name: string, attributes?: SpanAttributes): Span;
  /** `failure`: what went wrong; absent: nothing did. Ending twice changes nothing. */
  end(failure?: unknown): void;
}
