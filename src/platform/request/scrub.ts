/** What stands in the place of a secret. */
export const HIDDEN = '[secret]';

/** Names of fields whose value is never shown, whoever put it there. */
const SECRET_NAME =
  /^(.*password|.*passwd|.*passphrase|.*secret|.*token|authorization|cookie|set-cookie|x-api-key|apikey|api_key|privatekey|credentials)$/i;

/**
 * Credentials as they may stand inside a text: bearer tokens, JSON Web Tokens, keys of this gateway, and what follows a name such as
 * "password" in JSON, forms and messages.
 */
const IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic) +[\w.~+/=-]{8,}/g, `$1 ${HIDDEN}`],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, HIDDEN],
  [/\bvgw_[\w-]+/g, HIDDEN],
  [
    /((?:password|passwd|passphrase|secret|access_token|refresh_token|accessToken|refreshToken)\\?["']?\s*[:=]\s*\\?["']?)[^"'\s,&;}\\]+/gi,
    `$1${HIDDEN}`,
  ],
  [/\/\/[^\s/@]*:[^\s/@]*@/g, `//${HIDDEN}@`],
];

/** Of one text in a line of the log: a stack with its causes fits. */
const LONGEST_TEXT = 8_000;

/** The text, or its beginning and how long it was. */
export function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}

/** The text without anything that looks like a credential: the last net, under never writing one down. */
export function scrub(text: string): string {
  return IN_TEXT.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    cut(text, LONGEST_TEXT),
  );
}

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** A copy fit to be written down: texts cut to length and scrubbed, values of secret names hidden, errors as their texts, nothing deep. */
export function scrubbed(value: unknown, depth = 6): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return scrub(value.stack ?? String(value));
  if (depth === 0) return '…';
  if (hasToJson(value)) return scrubbed(value.toJSON(), depth - 1);
  if (Array.isArray(value)) return value.map((item) => scrubbed(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      isSecretName(name) && item != null ? HIDDEN : scrubbed(item, depth - 1),
    ]),
  );
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}
