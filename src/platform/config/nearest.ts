import { closest, distance } from 'fastest-levenshtein';

/** The known word that somebody who wrote `word` most likely meant; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const plain = known.map(normalise);
  const near = closest(normalise(word), plain);
  const allowed = near.length < 4 ? 1 : Math.max(2, Math.floor(near.length / 3));
  return distance(normalise(word), near) <= allowed ? known[plain.indexOf(near)] : undefined;
}

function normalise(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '');
}
