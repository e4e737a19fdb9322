/** As graphql-js asks, so that the same values are waited for. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** Goes on with the value at once where it is there, so that nothing waits without need. */
export function whenKnown<T>(value: T | Promise<T>, goOn: (value: T) => unknown): unknown {
  return isPromise(value) ? value.then(goOn) : goOn(value);
}

/** Takes the failures of promises that nobody will wait for any more. */
export function abandon(values: readonly unknown[]): void {
  for (const value of values) if (isPromise(value)) value.catch(() => undefined);
}
