import { startRewritingProxy } from '../support/rewriting-proxy.js';
import type { Json, Rewrite } from '../support/rewriting-proxy.js';
import { startGateway } from '../support/gateway.js';
import { PRODUCTS, startStranger, startTrio } from '../support/troubled-fleet.js';
import type { Stranger, Trio } from '../support/troubled-fleet.js';

const LISTS = ['policies', 'repositories', 'sessions'] as const;
const QUERY = `{ ${LISTS.map((list) => `${list}(first: 500) { complete nodes { name } }`).join(' ')} }`;
const LONG = 'x'.repeat(1_000_000);
const HOSTILE = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"}],"data":null,"x":"\\u0022',
  'name\r\nx-injected: 1\r\n\r\n<html>',
  '\u0000\u0007\u001b[31mred\u001b[0m\u2028\u202etxt',
  '__proto__',
  '${env:HOME} {{constructor}} %0d%0a ../../etc/passwd',
];

/** Not a name of the server's: the policy has none there. */
const OWN = 'VPC configuration backup';

type Data = Record<(typeof LISTS)[number], { complete: boolean; nodes: { name: string }[] }>;

let trio: Trio;
let stranger: Stranger;
beforeAll(async () => {
  [trio, stranger] = await Promise.all([startTrio({ seed: 5 }), startStranger()]);
});
afterAll(() => Promise.all([trio.close(), stranger.close()]));

/** What is answered when the servers' answers are changed on the way. */
async function askThrough(rewrite: Rewrite): Promise<{ answer: unknown; data: Data; headers: Headers }> {
  const proxies = await Promise.all(
    PRODUCTS.map((product) => startRewritingProxy(trio[product].url, rewrite)),
  );
  const servers = PRODUCTS.map((product, index) => ({
    key: product,
    product,
    url: proxies[index]?.url ?? '',
  }));
  // Names of a megabyte in every row are more than an answer may weigh by default.
  const gateway = await startGateway(servers, { limits: { answerBytes: 1_000_000_000 } });
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY }),
  });
  const answer = (await response.json()) as { data: Data };
  await gateway.close();
  await Promise.all(proxies.map((proxy) => proxy.close()));
  return { answer, data: answer.data, headers: response.headers };
}

/** The same JSON with the members of every object changed. */
function withMembers(json: Json, change: (name: string, value: Json) => Json): Json {
  if (Array.isArray(json)) return json.map((item) => withMembers(item, change));
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, change(name, withMembers(value, change))]),
  );
}

it('links that lead elsewhere are not followed, and nothing is missing', async () => {
  const honest = await askThrough((body) => body);
  let led = 0;
  const leadAstray: Rewrite = (body) => {
    const elsewhere = withMembers(body, (name, value) =>
      typeof value === 'string' && /^(href|link|.*url|.*uri)$/i.test(name)
        ? `${stranger.url}${value.replace(/^https?:\/\/[^/]*/, '')}?led=${++led}`
        : value,
    );
    if (elsewhere === null || typeof elsewhere !== 'object' || Array.isArray(elsewhere)) return elsewhere;
    const next = `${stranger.url}/next`;
    return { ...elsewhere, nextLink: next, '@odata.nextLink': next, next, location: next };
  };
  const astray = await askThrough(leadAstray);
  expect(led).toBeGreaterThan(10);
  expect(astray.answer).not.toHaveProperty('errors');
  expect(astray.data).toEqual(honest.data);
  expect(stranger.requests).toEqual([]);
});

it('names that are meant to break frontends reach them as data, to the last character', async () => {
  const renamed: Rewrite = (body) => {
    let row = 0;
    return withMembers(body, (name, value) =>
      name === 'name' && typeof value === 'string'
        ? row++ === 0
          ? LONG
          : (HOSTILE[row % HOSTILE.length] ?? '')
        : value,
    );
  };
  const { answer, data, headers } = await askThrough(renamed);
  expect(answer).not.toHaveProperty('errors');
  for (const list of LISTS) {
    expect(data[list].complete).toBe(true);
    const names = new Set(data[list].nodes.map(({ name }) => name));
    expect([...names].filter((name) => ![LONG, OWN, ...HOSTILE].includes(name))).toEqual([]);
    expect(names).toContain(LONG);
  }
  const seen = new Set(LISTS.flatMap((list) => data[list].nodes.map(({ name }) => name)));
  expect(HOSTILE.filter((name) => !seen.has(name))).toEqual([]);
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.has('x-injected')).toBe(false);
});
