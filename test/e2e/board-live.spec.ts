import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { startBrowser } from '../support/browser.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { startRelay } from '../support/relay.js';
import type { Relay } from '../support/relay.js';
import { until } from '../support/until.js';

const HOUR = 3_600_000;
const BOARDS = 10;

let browser: Browser;
let vbr: VbrSimulator;
let gateway: RunningGateway;
let relay: Relay;
let context: BrowserContext | undefined;

beforeAll(async () => {
  [browser, vbr] = await Promise.all([
    startBrowser(),
    startVbrSimulator({ seed: 12, policies: 40, sessions: 200, workSeconds: 3600 }),
  ]);
  gateway = await startGateway(
    [{ key: 'vbr', product: 'VBR', url: vbr.url }],
    { cache: { inventory: 'PT1H', staleIfError: 'P1D' } },
    { following: true },
  );
  // That the server is seen for the first time is no news for boards that are opened afterwards.
  await gateway.ask('{ policies(first: 1) { complete } sessions(first: 1, maxAge: "PT0S") { complete } }');
  relay = await startRelay();
  relay.leadTo(gateway.url);
});
afterEach(async () => {
  await context?.close();
  context = undefined;
});
afterAll(async () => {
  await browser.close();
  await relay.close();
  await gateway.close();
  await vbr.close();
});

interface Board {
  page: Page;
  /** How often it has asked for its first screen. */
  reads(): number;
  /** How often that was answered. */
  answers(): number;
}

async function openBoard(path = '', height = 1080): Promise<Board> {
  context ??= await browser.newContext({ locale: 'en-GB', viewport: { width: 1920, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const isFirstScreen = (request: Request): boolean => request.postData()?.includes('"Overview"') === true;
  let reads = 0;
  let answers = 0;
  page.on('request', (request) => void (reads += Number(isFirstScreen(request))));
  page.on('requestfinished', (request) => void (answers += Number(isFirstScreen(request))));
  await page.goto(new URL(`/${path}`, relay.origin).href);
  await page.locator('.line').waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  return { page, reads: () => reads, answers: () => answers };
}

/** Starts a policy, and lets the gateway see it. */
async function startSomething(): Promise<void> {
  const idle =
    '{ policies(filter: { kinds: [BACKUP], status: [IDLE], enabled: true }, first: 1) { nodes { id } } }';
  const { data } = await gateway.ask<{ policies: { nodes: { id: string }[] } }>(idle);
  const start = 'mutation ($id: ID!) { startPolicy(input: { policy: $id }) { userErrors { message } } }';
  const started = await gateway.ask(start, { id: data.policies.nodes[0]!.id });
  expect(started.data).toEqual({ startPolicy: { userErrors: [] } });
  await gateway.ask('{ sessions(first: 1, maxAge: "PT0S") { complete } }');
}

/** How often the server was asked for each list that a board shows, since it had been asked `before` times. Its sessions are looked at in a rhythm. */
function listed(before: number): Record<string, number> {
  const asked = vbr.requests.slice(before).map(({ url }) => url.split('?', 1)[0]);
  const times = (path: string): number => asked.filter((one) => one === path).length;
  return {
    policies: times('/api/v1/jobs/states'),
    repositories: times('/api/v1/backupInfrastructure/repositories/states'),
  };
}

it('has every board read again when something happens, and the server asked no more for ten boards than for one', async () => {
  const boards = await Promise.all(Array.from({ length: BOARDS }, () => openBoard()));
  expect(boards.map(({ reads }) => reads())).toEqual(boards.map(() => 1));
  const ofTen = vbr.requests.length;
  await startSomething();
  await until(() => boards.every(({ answers }) => answers() === 2));
  const forTen = listed(ofTen);
  expect(forTen['repositories']).toBe(1);
  await Promise.all(boards.slice(1).map(({ page }) => page.close()));
  const ofOne = vbr.requests.length;
  await startSomething();
  await until(() => boards[0]!.answers() === 3);
  expect(listed(ofOne)).toEqual(forTen);
});

it('asks once in a day on a wall on which nothing happens, at midnight, and needs no more memory after it', async () => {
  context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1920, height: 1080 } });
  await context.clock.install({ time: '2026-11-29T01:00:00Z' });
  const { page, reads } = await openBoard('?wall&zone=UTC');
  const before = reads();
  const memory = await weigh(page);
  for (let hour = 0; hour < 22; hour += 1) await page.clock.runFor(HOUR);
  expect(reads()).toBe(before);
  // Of yesterday there is another one then.
  await page.clock.runFor(2 * HOUR);
  await until(() => reads() === before + 1);
  expect(await weigh(page)).toBeLessThan(memory * 1.5);
});

it('hangs on a wall without a scroll bar or half a row, in large letters, and comes down by a key', async () => {
  const { page } = await openBoard('?wall', 700);
  await page.locator('.need').first().waitFor();
  expect(await page.locator('header.bar').isVisible()).toBe(false);
  const measured = await settled(page);
  expect(measured.scrolls).toBe(false);
  expect(measured.letters).toBeGreaterThan(15);
  expect(measured.whole).toBeGreaterThan(0);
  expect(measured.whole).toBeLessThan(measured.rows);
  await page.keyboard.press('Escape');
  await page.locator('header.bar').waitFor({ state: 'visible' });
  expect(page.url()).not.toContain('wall');
});

interface Wall {
  scrolls: boolean;
  letters: number;
  rows: number;
  whole: number;
  shown: number;
}

/** Measures the wall once as many rows are shown as there is room for: what does not fit is hidden after it was drawn. */
async function settled(page: Page): Promise<Wall> {
  const measure = (): Promise<Wall> =>
    page.evaluate(`(() => {
    const rows = [...document.querySelectorAll('.need')];
    const isWhole = (row) => row.getBoundingClientRect().bottom <= innerHeight;
    return {
      scrolls: document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth,
      letters: parseFloat(getComputedStyle(document.querySelector('main')).fontSize),
      rows: rows.length,
      whole: rows.filter(isWhole).length,
      shown: rows.filter((row) => getComputedStyle(row).visibility === 'visible').length,
    };
  })()`);
  let measured = await measure();
  await until(
    async () => (measured = await measure()).shown === measured.whole,
    () => JSON.stringify(measured),
  );
  return measured;
}

it('says what it knew last while the gateway is away, and reads again when it is back', async () => {
  const { page, reads } = await openBoard('?wall');
  relay.leadTo(null);
  await page.getByText(/^Connection lost. Last known at /).waitFor();
  expect(await page.locator('.line').isVisible()).toBe(true);
  relay.leadTo(gateway.url);
  await page.getByText('Live', { exact: true }).waitFor();
  await until(() => reads() === 2);
});

/** Bytes that scripts of the page hold, without what is only not yet collected. */
async function weigh(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
