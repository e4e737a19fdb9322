import { inspect } from 'node:util';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { ConfigurationError } from '../../src/platform/config/configuration-error.js';
import { createConfigFolder } from '../platform/config-support.js';
import type { ConfigFolder } from '../platform/config-support.js';
import type { Json } from '../support/rewriting-proxy.js';
import { Dice } from './dice.js';
import { fuzz, FUZZ_TIMEOUT } from './fuzz.js';
import { ODD_WORDS, withOddShape, withOddValues } from './odd-json.js';

const SECRETS = ['hunter2', 'hunter4', 'ab'.repeat(32)];
/** What one text may take, on a machine that does other things beside: a hundred times what it takes. */
const LIMIT_MS = 5_000;

const FULL: Json = {
  listen: { host: '127.0.0.1', port: 0, trustedProxies: ['10.0.0.0/8'] },
  servers: [
    {
      key: 'berlin',
      name: 'Berlin',
      product: 'VBR',
      url: 'https://vbr.example.org:9419',
      username: 'svc',
      password: 'hunter2',
      tags: { site: 'berlin' },
      tls: { ca: 'ca.pem' },
      limits: { concurrency: 4, timeout: 'PT20S' },
    },
    {
      key: 'cloud',
      product: 'VB_AWS',
      url: 'https://aws.example.org:11005',
      username: 'svc',
      password: '${file:secret}',
    },
  ],

  auth: { mode: 'none' },
  cache: { inventory: 'PT30S' },
  redis: { url: 'redis://:hunter4@127.0.0.1:6379', encryptionKey: 'ab'.repeat(32) },
  limits: { depth: 15, requestTimeout: 'PT30S' },
  cors: { origins: ['https://portal.example.org'] },
  log: { level: 'info' },
  audit: { to: 'stdout' },
};

const PIECES = [
  ...ODD_WORDS,
  '&a ',
  '*a',
  '!!binary ',
  '!constructor ',
  '<<: *a',
  '\n---\n',
  '\n...\n',
  '%YAML 9.9\n---\n',
  '? ',
  '- ',
  '\t',
  '|\n',
  '>-\n  ',
  '"',
  "'",
  '{',
  '[',
  ': ',
  '#',
  '${env:HOME}',
  '${file:/dev/zero}',
  '${file:.}',
  '${file:secret}',
  '${',
  '__proto__: { a: 1 }\n',
  '['.repeat(3_000),
  '{a: '.repeat(500),
  '\ufeff',
];

/** A file as a hurried hand or a broken editor leaves it. */
function spoiled(seed: number, how: string): string {
  const dice = new Dice(seed);
  if (how === 'values') return stringify(withOddValues(FULL, dice, 4));
  if (how === 'shape') return stringify(withOddShape(FULL, dice, 6));
  let text = stringify(FULL);
  for (let count = 1 + dice.below(6); count > 0; count -= 1) {
    const at = dice.below(text.length + 1);
    const left = dice.once(2) ? at : Math.min(text.length, at + dice.below(30));
    text =
      text.slice(0, at) +
      (how === 'pieces' ? dice.pick(PIECES) : String.fromCharCode(dice.below(256))) +
      text.slice(left);
  }
  return text;
}

let folder: ConfigFolder;
beforeAll(async () => {
  folder = await createConfigFolder();
});
afterAll(() => folder.remove());

it(
  'a configuration is read or refused, quickly, in few words and without a secret, whatever stands in it',
  async () => {
    expect(folder.parse(stringify(FULL)).servers).toHaveLength(2);
    const values = fc.record({
      seed: fc.nat(),
      how: fc.constantFrom('values', 'shape', 'pieces', 'letters'),
    });
    await fuzz(values, 400, async ({ seed, how }) => {
      const text = spoiled(seed, how);
      const startedAt = performance.now();
      const said = outcome(text);
      expect(performance.now() - startedAt).toBeLessThan(LIMIT_MS);
      expect(said.length).toBeLessThan(100_000);
      for (const secret of SECRETS) if (isInPlace(text, secret)) expect(said).not.toContain(secret);
    });
  },
  FUZZ_TIMEOUT,
);

/** All that is shown of it: the mistakes, or the configuration itself. */
function outcome(text: string): string {
  try {
    return inspect(folder.parse(text), { depth: 9, showHidden: true });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.format() + error.problems.map((problem) => inspect(problem)).join('\n');
  }
}

/** Whether a secret stands nowhere but where secrets stand: what is found in the place of an address is shown. */
function isInPlace(text: string, secret: string): boolean {
  const before = text
    .replaceAll('${file:secret}', SECRETS[0] ?? '')
    .split(secret)
    .slice(0, -1);
  return before.every((part) => /(^|\s)(password: |encryptionKey: |url: redis:\/\/:)["']?$/.test(part));
}
