import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { startBrowser, visit } from '../support/browser.js';
import type { Visit } from '../support/browser.js';
import { askAs, keyAuth, testKey } from '../support/callers.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { example, facts, giveKey, result, run } from '../support/query-page.js';

const ADMIN = testKey({ name: 'Root', role: 'ADMIN' });
const VIEWER = testKey({ name: 'Vera', role: 'VIEWER' });

const FULLEST = `query ($first: Int!) {
  repositories(first: $first, orderBy: { field: USED_RATIO, direction: DESC }) { nodes { usedRatio capacity } }
}`;

let browser: Browser;
let vbr: VbrSimulator;
let guarded: RunningGateway;
let open: RunningGateway;
let folder: string;
let current: Visit;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'query-page-'));
  // What is started goes on until it is stopped.
  vbr = await startVbrSimulator({ seed: 5, policies: 10, sessions: 200, workSeconds: 3600 });
  const servers = [{ key: 'vbr', product: 'VBR', url: vbr.url }];
  const audit = { to: 'file', path: join(folder, 'audit.log') };
  const timing = { probe: 60_000, follow: 30 };
  [browser, guarded, open] = await Promise.all([
    startBrowser(),
    startGateway(servers, { auth: keyAuth(ADMIN, VIEWER), audit }, timing),
    startGateway(servers, {}, timing),
  ]);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([guarded.close(), open.close()]);
  await vbr.close();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  // An answer that refuses is a line of the console, too.
  const complaints = current.complaints.filter((text) => !text.startsWith('Failed to load resource'));
  await current.close();
  expect(complaints).toEqual([]);
});

async function enter(gateway: RunningGateway, width?: number): Promise<Page> {
  current = await visit(browser, width);
  await current.page.goto(gateway.url);
  return current.page;
}

async function enterWith(credential: string, width?: number): Promise<Page> {
  const page = await enter(guarded, width);
  await giveKey(page, credential);
  return page;
}

const posts = (): string[] => current.asked.filter((line) => line.startsWith('POST'));

async function write(page: Page, label: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name: label }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

/** Stops the policy whose session runs, as somebody else would. */
async function stopRunning(): Promise<void> {
  const running = '{ sessions(filter: { states: [RUNNING] }, first: 1) { nodes { policy { id } } } }';
  const { data } = await askAs<{ sessions: { nodes: { policy: { id: string } }[] } }>(
    ADMIN.credential,
    guarded.url,
    running,
  );
  const stop = 'mutation ($id: ID!) { stopPolicy(input: { policy: $id }) { userErrors { message } } }';
  const { id } = data.sessions.nodes[0]!.policy;
  const answer = await askAs(ADMIN.credential, guarded.url, stop, { id });
  expect(answer.data).toEqual({ stopPolicy: { userErrors: [] } });
}

const refusals = (): string[] =>
  readFileSync(join(folder, 'audit.log'), 'utf8')
    .split('\n')
    .filter((line) => /refus|denied|unauth/i.test(line));

it('asks for the key once and nothing before, runs every example, and leaves no refusal behind', async () => {
  const page = await enter(guarded);
  await page.getByRole('dialog').waitFor();
  expect(posts()).toEqual([]);

  await giveKey(page, ADMIN.credential);
  const examples = page.getByRole('navigation').getByRole('button');
  const names = await examples.allInnerTexts();
  expect(names.length).toBeGreaterThan(6);
  for (const name of names.slice(0, -1)) {
    await example(page, name);
    await run(page);
    await facts(page, /^200, \d+ ms/);
    expect(await result(page)).toContain('"data"');
  }
  await page.reload();
  await run(page);
  await facts(page, /^200/);
  expect(current.asked.filter((line) => line.includes(ADMIN.credential))).toEqual([]);
  expect(current.asked.filter((line) => !line.includes(new URL(guarded.url).origin))).toEqual([]);
  expect(refusals()).toEqual([]);
});

it('streams a subscription: what happens on the server is shown', async () => {
  const page = await enterWith(ADMIN.credential);
  await example(page, 'Follow a session');
  await page.locator('#variables .cm-content').filter({ hasNotText: '""' }).waitFor();
  await run(page);
  await facts(page, /^\d+ events?, newest first; following/);
  expect(await result(page)).not.toContain('"FINISHED"');
  await stopRunning();
  await facts(page, /it has ended/);
  expect(await result(page)).toContain('"FINISHED"');
});

it('shows numbers as they were sent, and sends variables and headers as they were written', async () => {
  const page = await enter(open);
  await write(page, 'Query', FULLEST);
  await page.locator('#variables-panel[open]').waitFor();
  await write(page, 'Variables', '{ "first": 2 }');
  await page.getByText('Headers', { exact: true }).click();
  await write(page, 'Headers', '{ "x-request-id": "from-the-page" }');
  const sent = page.waitForRequest((request) => request.headers()['x-request-id'] === 'from-the-page');
  const received = page.waitForResponse(
    (response) => response.request().headers()['x-request-id'] === 'from-the-page',
  );
  await run(page);
  await sent;
  const text = await (await received).text();
  const floats = [...text.matchAll(/"usedRatio":(\d+\.\d+)/g)].map(([, digits]) => digits);
  expect(floats.length).toBeGreaterThan(0);
  await facts(page, /^200/);
  for (const digits of floats) expect(await result(page)).toContain(`"usedRatio": ${digits}`);
});

it('asks for no key where nobody is asked, and completes fields from the schema', async () => {
  const page = await enter(open);
  await page.getByRole('button', { name: 'Schema' }).click();
  await page.getByRole('searchbox').fill('usedRatioAtLeast');
  await page.getByText('RepositoryFilter.usedRatioAtLeast').waitFor();
  await page.getByRole('searchbox').press('Escape');
  await write(page, 'Query', '{ ');
  await page.keyboard.type('reposi');
  await page.locator('.cm-tooltip-autocomplete').getByText('repositories').first().waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(posts()).toHaveLength(1);
  expect(await page.locator('#standing').innerText()).toBe('');
});

it('leaves the keyboard to whoever writes when the schema comes late', async () => {
  current = await visit(browser);
  const { page } = current;
  let release = (): void => undefined;
  const late = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/graphql/permissions', (route) => late.then(() => route.continue()));
  await page.goto(open.url);
  await page.getByRole('button', { name: 'Schema' }).click();
  const variables = page.getByRole('textbox', { name: 'Variables' });
  await variables.click();
  release();
  await page.getByRole('searchbox').waitFor();
  expect(await variables.and(page.locator(':focus')).count()).toBe(1);
});

it('marks what the gateway would refuse, and says so of an answer', async () => {
  const page = await enter(open);
  await page.getByRole('button', { name: 'Schema' }).click();
  await page.getByRole('searchbox').waitFor();
  await write(page, 'Query', '{ servers { nam } }');
  expect(await page.locator('.cm-lintRange-error').first().innerText()).toBe('nam');
  const mark = "document.querySelector('#query').shadowRoot.querySelector('.cm-lintRange-error')";
  expect(await page.evaluate(`getComputedStyle(${mark}).textDecorationStyle`)).toBe('wavy');
  await run(page);
  await facts(page, /^400, 1 error, /);
});

it('can be used by keyboard alone', async () => {
  const page = await enter(guarded);
  await page.keyboard.insertText(VIEWER.credential);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  const isOn = (name: string): Promise<boolean> =>
    page.getByRole('button', { name, exact: true }).and(page.locator(':focus')).isVisible();
  for (let presses = 0; presses < 20 && !(await isOn('Fleet health')); presses += 1)
    await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Query' }).focus();
  await page.keyboard.press('Control+Enter');
  await facts(page, /^200/);
  expect(await result(page)).toContain('"servers"');
  const inEditor = page.getByRole('textbox', { name: 'Query' }).and(page.locator(':focus'));
  await page.keyboard.press('Tab');
  expect(await inEditor.count()).toBe(0);
});

it('fits into a narrow window', async () => {
  const page = await enterWith(VIEWER.credential, 390);
  await example(page, 'Scorecard');
  await run(page);
  await facts(page, /^200/);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  for (const id of ['query', 'result']) {
    const box = await page.locator(`#${id}`).boundingBox();
    expect(box!.width).toBeGreaterThan(330);
    expect(box!.height).toBeGreaterThan(200);
  }
});
