/** Gives what `make` makes, made when it is first asked for: for parts of records that few answers show. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
