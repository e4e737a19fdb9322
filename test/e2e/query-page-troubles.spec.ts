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
import type { RunningGateway, ServerEntry } from '../support/gateway.js';
import { example, facts, giveKey, result, run } from '../support/query-page.js';
import { startRelay } from '../support/relay.js';
import type { Relay } from '../support/relay.js';

const ADMIN = testKey({ name: 'Root', role: 'ADMIN' });
const VIEWER = testKey({ name: 'Vera', role: 'VIEWER' });
const TIMING = { probe: 60_000, follow: 30 };

let browser: Browser;
let vbr: VbrSimulator;
let servers: ServerEntry[];
let folder: string;
let gateway: RunningGateway;
let current: Visit;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'query-page-troubles-'));
  vbr = await startVbrSimulator({ seed: 5, policies: 10, sessions: 200, workSeconds: 3600 });
  servers = [{ key: 'vbr', product: 'VBR', url: vbr.url }];
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await vbr.close();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  const faults = current.complaints.filter((text) => !text.startsWith('Failed to load resource'));
  await current.close();
  await gateway.close();
  expect(faults).toEqual([]);
});

const guarded = (rest: Record<string, unknown> = {}): Promise<RunningGateway> =>
  startGateway(servers, { auth: keyAuth(ADMIN, VIEWER), ...rest }, TIMING);

async function open(address = gateway.url): Promise<Page> {
  current = await visit(browser);
  await current.page.goto(address);
  return current.page;
}

const standing = (page: Page, text: string): Promise<void> =>
  page.locator('#standing').filter({ hasText: text }).waitFor();

describe('a key', () => {
  it('that is refused is said to be, and the next is taken', async () => {
    gateway = await guarded();
    const page = await open();
    const key = page.getByLabel('Key', { exact: true });
    await key.fill('Bearer nobody-knows-this');
    await page.keyboard.press('Enter');
    await page.getByText('the key or token is invalid').waitFor();
    await key.fill('two words');
    await page.keyboard.press('Enter');
    await page.getByText('A key has no blanks').waitFor();
    await giveKey(page, `Bearer ${VIEWER.credential}`);
    await run(page);
    await facts(page, /^200/);
  });

  it('can be given later: until then nothing is asked', async () => {
    gateway = await guarded();
    const page = await open();
    await page.getByRole('button', { name: 'Not now' }).click();
    await standing(page, 'No key yet');
    await example(page, 'Follow a session');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await example(page, 'Fleet health');
    await run(page);
    await page.getByRole('dialog').waitFor();
    const asked = current.asked.filter((line) => !line.includes('/page/'));
    expect(asked).toEqual([`GET ${gateway.url}`]);
    await giveKey(page, ADMIN.credential);
    await facts(page, /^200/);
  });

  it('that no longer counts when the page is loaded anew is asked for once more', async () => {
    gateway = await guarded();
    const page = await open();
    await giveKey(page, ADMIN.credential);
    await standing(page, 'ADMIN');
    await page.evaluate(
      `sessionStorage.setItem('veeam-graphql-gateway.key', '${testKey().credential}'); location.reload()`,
    );
    await page.getByRole('dialog').getByText('invalid').waitFor();
    await giveKey(page, VIEWER.credential);
    await standing(page, 'VIEWER');
  });
});

describe('a key that may not see the schema', () => {
  it('is told so, runs queries all the same, and leaves no refusal in the audit', async () => {
    const path = join(folder, 'audit.log');
    gateway = await guarded({ audit: { to: 'file', path } });
    const page = await open();
    await giveKey(page, VIEWER.credential);
    await standing(page, 'Role VIEWER. The schema is not shown to this role');
    await page.getByRole('button', { name: 'Schema' }).click();
    await page.locator('#schema').getByText('The schema is not shown').waitFor();
    await run(page);
    await facts(page, /^200/);
    await page.reload();
    await standing(page, 'The schema is not shown');
    // What the audit looks like where it is asked for all the same.
    await askAs(VIEWER.credential, gateway.url, 'query OnPurpose { __schema { description } }');
    await gateway.close();
    const records = readFileSync(path, 'utf8').trim().split('\n');
    const events = records.map((line) => JSON.parse(line) as { event: string; operation?: string });
    expect(events.map(({ event, operation }) => [event, operation])).toEqual([
      ['start', undefined],
      ['refused', 'OnPurpose'],
      ['stop', undefined],
    ]);
  });
});

describe('a gateway that goes away', () => {
  let relay: Relay;
  beforeEach(async () => {
    relay = await startRelay();
    gateway = await guarded();
    relay.leadTo(gateway.url);
  });
  afterEach(() => relay.close());

  it('is said to, and is asked again when it is back, the schema included', async () => {
    const page = await open(`${relay.origin}/graphql`);
    relay.leadTo(null);
    await page.getByLabel('Key', { exact: true }).fill(ADMIN.credential);
    await page.keyboard.press('Enter');
    await page.getByText('The gateway does not answer.').waitFor();
    relay.leadTo(gateway.url);
    await giveKey(page, ADMIN.credential);
    await standing(page, 'ADMIN');
    await example(page, 'Fleet health');

    await gateway.close();
    relay.leadTo(null);
    await run(page);
    await facts(page, /The gateway does not answer/);
    await page.getByRole('button', { name: 'Key', exact: true }).click();
    await page.getByLabel('Key', { exact: true }).fill(VIEWER.credential);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('The gateway does not answer.').waitFor();
    await page.getByRole('button', { name: 'Not now' }).click();

    gateway = await guarded();
    relay.leadTo(gateway.url);
    await run(page);
    await facts(page, /^200/);
  });

  it('while the schema is being read does not leave the page without it', async () => {
    const page = await open(`${relay.origin}/graphql`);
    await giveKey(page, ADMIN.credential);
    await standing(page, 'ADMIN');
    await page.route('**/graphql/permissions', (route) => route.abort());
    await page.reload();
    await standing(page, 'The gateway does not answer.');
    await page.unroute('**/graphql/permissions');
    await run(page);
    await facts(page, /^200/);
    await standing(page, 'Role ADMIN.');
    await page.getByRole('button', { name: 'Schema' }).click();
    await page.getByRole('searchbox').waitFor();
  });

  it('breaks a subscription off, which is said, and can be followed again', async () => {
    const page = await open(`${relay.origin}/graphql`);
    await giveKey(page, ADMIN.credential);
    await example(page, 'Follow a session');
    await page.locator('#variables .cm-content').filter({ hasNotText: '""' }).waitFor();
    await run(page);
    await facts(page, /following/);
    relay.leadTo(null);
    await facts(page, /The connection broke off/);
    expect(await result(page)).toContain('"RUNNING"');
    await gateway.close();
    gateway = await guarded();
    relay.leadTo(gateway.url);
    await run(page);
    await facts(page, /following/);
    await page.getByRole('button', { name: 'Stop' }).click();
    await facts(page, /^Stopped$/);
  });
});
