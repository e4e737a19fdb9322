/** A query that the query page offers, ready to send. */
export interface Example {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Where a variable comes from that nobody knows by heart: the id of the first row that this query finds. */
  readonly lookup?: { readonly variable: string; readonly query: string };
}

/** What the gateway tells the query page; everybody may read it. */
export interface PageData {
  /** Whether callers have to say who they are. */
  readonly isAsking: boolean;
  /** The first is what a newcomer sees first. */
  readonly examples: readonly Example[];
}
