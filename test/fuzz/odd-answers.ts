import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Json } from '../support/rewriting-proxy.js';
import { Dice } from './dice.js';
import { withOddShape, withOddValues } from './odd-json.js';

/** What is done to the answers of a server: how, to which, and how often. */
export interface Oddness {
  readonly seed: number;
  readonly kind: (typeof KINDS)[number];
  readonly of: keyof typeof REQUESTS;
  /** Once in so many answers. */
  readonly answers: number;
  /** Once in so many places of an answer. */
  readonly places: number;
}

export interface Whole {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

const KINDS = ['values', 'shape', 'bytes', 'status', 'headers', 'timing'] as const;

const REQUESTS = {
  everything: /./,
  signIn: /token|\/swagger|logout/i,
  probe: /serverInfo|ServiceInstance|\/version|\/swagger/i,
  lists: /^GET (?!.*(token|swagger|serverInfo|ServiceInstance|\/version))/i,
  changes: /^(POST|PUT|PATCH|DELETE) (?!.*(token|logout))/i,
};

export const oddnesses: fc.Arbitrary<Oddness> = fc.record({
  seed: fc.nat(),
  kind: fc.constantFrom(...KINDS),
  of: fc.constantFrom(...(Object.keys(REQUESTS) as (keyof typeof REQUESTS)[])),
  answers: fc.constantFrom(1, 1, 2, 5),
  places: fc.constantFrom(1, 3, 10, 60),
});

const STATUSES = [100, 200, 201, 202, 204, 206, 299, 301, 304, 307, 400, 401, 403, 404, 409, 416, 418];
const WORSE = [429, 451, 499, 500, 501, 502, 503, 504, 511, 599, 600, 999];
const HEADERS: readonly (readonly [string, string | readonly string[]])[] = [
  ['content-type', 'text/html; charset=utf-7'],
  ['content-type', 'application/json; charset=utf-16'],
  ['content-encoding', 'gzip'],
  ['content-encoding', 'br, gzip, deflate'],
  ['content-encoding', 'nonsense'],
  ['retry-after', '9'.repeat(400)],
  ['retry-after', '-1'],
  ['retry-after', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['location', 'http://127.0.0.1:1/'],
  ['location', 'file:///etc/passwd'],
  ['set-cookie', Array.from({ length: 50 }, (_none, index) => `c${index}=${'x'.repeat(50)}`)],
  ['content-length', '3'],
  ['transfer-encoding', 'chunked'],
  ['x-long', 'x'.repeat(9_000)],
  ['date', 'never'],
];

/** Writes a server's answer as this oddness would have it; `line` is "METHOD /path?query". */
export function answerOddly(
  { seed, kind, of, answers, places }: Oddness,
  line: string,
  whole: Whole,
  response: ServerResponse,
): void {
  const dice = new Dice(seed, line);
  const isMeant = REQUESTS[of].test(line) && dice.once(answers);
  if (!isMeant) return write(response, whole);
  switch (kind) {
    case 'values':
      return write(response, { ...whole, body: onJson(whole, (json) => withOddValues(json, dice, places)) });
    case 'shape':
      return write(response, { ...whole, body: onJson(whole, (json) => withOddShape(json, dice, places)) });
    case 'bytes':
      return write(response, { ...whole, body: oddBytes(whole.body, dice) });
    case 'status':
      return write(response, { ...whole, status: dice.pick(dice.once(2) ? STATUSES : WORSE) });
    case 'headers': {
      const [name, value] = dice.pick(HEADERS);
      return write(response, { ...whole, headers: { ...whole.headers, [name]: value as string } });
    }
    case 'timing':
      return late(response, whole, dice);
  }
}

function write(response: ServerResponse, { status, headers, body }: Whole): void {
  if (status === 100) response.writeContinue();
  response.writeHead(status === 100 ? 200 : status, headers);
  response.end(body);
}

function onJson({ body }: Whole, change: (json: Json) => Json): Buffer {
  if (body.length === 0) return body;
  try {
    return Buffer.from(JSON.stringify(change(JSON.parse(body.toString('utf8')) as Json)));
  } catch {
    return body;
  }
}

function oddBytes(body: Buffer, dice: Dice): Buffer {
  const at = dice.below(body.length + 1);
  const flipped = (): Buffer => {
    const copy = Buffer.from(body);
    for (let count = 0; count < 5 && copy.length > 0; count += 1)
      copy[dice.below(copy.length)] = dice.below(256);
    return copy;
  };
  return dice.pick<() => Buffer>([
    () => body.subarray(0, at),
    flipped,
    flipped,
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
    () => Buffer.concat([body, body]),
    () => Buffer.from(body.toString('utf8'), 'utf16le'),
    () => Buffer.from('['.repeat(100_000)),
    () => Buffer.from(`[${'{},'.repeat(200_000)}{}]`),
    () => gzipSync(body),
    () => brotliCompressSync(body),
    () => deflateRawSync(body),
    () => Buffer.concat([body.subarray(0, at), Buffer.from([0xff, 0xfe, 0x00]), body.subarray(at)]),
    () => Buffer.alloc(0),
  ])();
}

/** In pieces, late, or broken off. */
function late(response: ServerResponse, { status, headers, body }: Whole, dice: Dice): void {
  const at = dice.below(body.length + 1);
  const breaksOff = dice.once(2);
  setTimeout(() => {
    if (dice.once(4)) return void response.destroy();
    response.writeHead(status, headers);
    response.write(body.subarray(0, at));
    setTimeout(() => (breaksOff ? response.destroy() : response.end(body.subarray(at))), dice.below(20));
  }, dice.below(60));
}
