import { closest, distance } from 'fastest-levenshtein';

/** Other words that people have for a key. */
const MEANT: ReadonlyMap<string, readonly string[]> = new Map([
  ['user', ['username']],
  ['login', ['username']],
  ['account', ['username']],
  ['pass', ['password']],
  ['passwd', ['password']],
  ['pwd', ['password']],
  ['secret', ['password', 'encryptionKey']],
  ['host', ['url', 'issuer']],
  ['hostname', ['host', 'url', 'issuer']],
  ['address', ['host', 'url', 'endpoint', 'issuer']],
  ['bind', ['host']],
  ['endpoint', ['url']],
  ['uri', ['url']],
  ['port', ['url']],
  ['type', ['product']],
  ['kind', ['product']],
  ['id', ['key']],
  ['labels', ['tags', 'tag']],
  ['label', ['tags', 'tag']],
  ['version', ['apiVersion']],
  ['revision', ['apiVersion']],
  ['ssl', ['tls']],
  ['certificate', ['cert', 'tls', 'ca']],
  ['thumbprint', ['fingerprint256']],
  ['rpo', ['recoveryPointObjective']],
  ['clientid', ['audience']],
]);

/** The known key that somebody who wrote `key` most likely meant: near in spelling, or another word for it; undefined when none is. */
export function nearestKey(key: string, known: readonly string[]): string | undefined {
  const meant = MEANT.get(normalise(key))?.find((word) => known.includes(word));
  return meant ?? nearest(key, known);
}

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
