/** Statistics that a few odd values do not move. All take values in any order and leave them as they are. */

/** The value below which `share` (0 to 1) of the values lie, between its neighbours in proportion. NaN of no values. */
function quantile(values: readonly number[], share: number): number {
  return quantileOfSorted(sorted(values), share);
}

/** As quantile, several at once of one sorting. */
export function quantiles(values: readonly number[], shares: readonly number[]): number[] {
  const ascending = sorted(values);
  return shares.map((share) => quantileOfSorted(ascending, share));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The median distance from the median. */
export function medianDeviation(values: readonly number[], middle = median(values)): number {
  return median(values.map((value) => Math.abs(value - middle)));
}

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

function quantileOfSorted(ascending: Float64Array, share: number): number {
  const place = (ascending.length - 1) * share;
  const below = ascending[Math.floor(place)] ?? Number.NaN;
  const above = ascending[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
