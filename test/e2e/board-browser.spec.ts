import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import { barriersOn } from '../support/axe.js';
import { startBrowser, visit } from '../support/browser.js';
import type { Visit } from '../support/browser.js';
import { askAs, keyAuth, testKey } from '../support/callers.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { startGateway } from '../support/gateway.js';

const VIEWER = testKey({ name: 'Vera', role: 'VIEWER' });
const OPERATOR = testKey({ name: 'Olga', role: 'OPERATOR' });
const ADMIN = testKey({ name: 'Root', role: 'ADMIN' });
/** Sees the one server alone that cannot be read. */
const BLIND = testKey({ name: 'Bo', servers: ['down'] });
/** Sees no server at all. */
const NOBODY = testKey({ name: 'Nemo', tags: { site: 'atlantis' } });

/** What is followed is looked at often; the server that is down fails in the same way however often it is asked. */
const TIMING = { follow: 30, patience: { threshold: Infinity, firstBackoff: 1 } };

let browser: Browser;
let fleet: Fleet;
let folder: string;
let current: Visit;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'board-'));
  // Whoever looks runs nothing but listed documents, and none is listed but the board's own.
  const manifest = join(folder, 'manifest.json');
  writeFileSync(manifest, '{}');
  const config = {
    auth: keyAuth(VIEWER, OPERATOR, ADMIN, BLIND, NOBODY),
    trustedDocuments: { manifest, roles: ['VIEWER'] },
    cache: { inventory: 'PT30S', staleIfError: 'PT0S' },
  };
  [browser, fleet] = await Promise.all([
    startBrowser(),
    startFleet({ config, timing: TIMING, vbr: { workSeconds: 3600 } }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await fleet.close();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  // An answer that refuses, or none, is a line of the console, too.
  const complaints = current.complaints.filter((text) => !text.startsWith('Failed to load resource'));
  const elsewhere = current.asked.filter((line) => !line.includes('//127.0.0.1:'));
  await current.close();
  expect(complaints).toEqual([]);
  expect(elsewhere).toEqual([]);
});

const posts = (): string[] => current.asked.filter((line) => line.startsWith('POST'));
const tile = (page: Page, text: string): Promise<string> =>
  page.locator('.line li').filter({ hasText: text }).locator('strong').innerText();
const rows = (page: Page): Promise<void> => page.locator('.need').first().waitFor();

async function enter(path = '', options: BrowserContextOptions = {}): Promise<Page> {
  current = await visit(browser, options.viewport?.width ?? 1280, {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...options,
  });
  await current.page.goto(new URL(`/${path}`, fleet.gateway.url).href);
  return current.page;
}

async function enterWith(credential: string, path = '', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await enter(path, options);
  await page.locator('input[name=key]').fill(credential);
  await page.keyboard.press('Enter');
  await page.locator('input[name=key]').waitFor({ state: 'detached' });
  return page;
}

/** Goes there as somebody without a pointer does. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const hasFocus = (): Promise<boolean> =>
    target.evaluate((element) => element === element.ownerDocument.activeElement);
  for (let steps = 0; steps < 200 && !(await hasFocus()); steps += 1) await page.keyboard.press(key);
  expect(await hasFocus()).toBe(true);
}

/** Lets no answer to what is asked with these words come before it is released; `held` once it is asked. */
async function hold(page: Page, words: string): Promise<{ held: Promise<void>; release: () => void }> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const held = new Promise<void>((resolve) => {
    void page.route('**/graphql', async (route) => {
      if (!(route.request().postData() ?? '').includes(words)) return route.fallback();
      resolve();
      await released;
      return route.continue();
    });
  });
  return { held, release };
}

interface Counts {
  breached: { sources: { count: number | null }[] };
  unknown: { sources: { count: number | null }[] };
}

interface Heat {
  report: {
    sessions: {
      groups: {
        periodStart: string;
        policy: { name: string } | null;
        stats: { count: number; failed: number };
      }[];
    };
  };
}

it('asks for the key and nothing before, then for its first screen once, and tells what the gateway counts', async () => {
  const page = await enter();
  await page.getByRole('dialog').waitFor();
  expect(posts()).toEqual([]);
  await page.getByLabel('Key', { exact: true }).fill('vgw_wrong_key');
  await page.keyboard.press('Enter');
  await page.getByText('The gateway does not accept this key.').waitFor();
  await page.getByLabel('Key', { exact: true }).fill(`Bearer ${VIEWER.credential}`);
  const asked = posts().length;
  await page.keyboard.press('Enter');
  await rows(page);
  expect(posts().length - asked).toBe(1);

  const { data } = await askAs<Counts>(
    ADMIN.credential,
    fleet.gateway.url,
    `{ breached: policies(filter: { recoveryPoint: [BREACHED] }) { sources { count } }
       unknown: policies(filter: { recoveryPoint: [UNKNOWN] }) { sources { count } } }`,
  );
  const sum = (list: Counts['breached']): number =>
    list.sources.reduce((total, { count }) => total + (count ?? 0), 0);
  expect(sum(data.breached)).toBeGreaterThan(0);
  expect(await tile(page, 'in breach')).toBe(`at least ${sum(data.breached)}`);
  const unknown = sum(data.unknown);
  expect(await tile(page, 'cannot be judged')).toBe(unknown === 0 ? '?' : `at least ${unknown}`);
  expect(await tile(page, 'not read')).toBe('1');
  await page.getByText('Not read, so missing here: down').waitFor();
  await page.getByRole('heading', { name: 'down cannot be read' }).waitFor();
  expect(current.asked.filter((line) => line.includes(VIEWER.credential))).toEqual([]);

  await page.reload();
  await rows(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('dialog').waitFor();
  expect(await page.locator('.need').count()).toBe(0);
});

it('says that nothing is known where nothing could be read: neither none nor well', async () => {
  const page = await enterWith(BLIND.credential);
  await page.getByText('Not read, so missing here: down').waitFor();
  for (const text of ['in breach', 'failed since', 'cannot be judged', 'protected as promised']) {
    expect(await tile(page, text)).toBe('?');
    expect(await page.locator('.line li.good').filter({ hasText: text }).count()).toBe(0);
  }
  await page.getByText('Nothing could be read').waitFor();
  await page.getByRole('link', { name: 'Servers' }).click();
  await page.getByText('Does not answer').waitFor();
  await page.getByText('Check host and port in its url').waitFor();
  await page.getByRole('link', { name: 'Repositories' }).click();
  await page.getByText('None is known; not every server was read.').waitFor();
  await page.getByRole('link', { name: 'Last 30 days' }).click();
  await page.getByText('No policy is known; not every server was read.').waitFor();
  expect(await page.getByText('Not read, so missing here: down').count()).toBe(1);
});

it('says whose fault it is that there is nothing to see', async () => {
  const page = await enterWith(NOBODY.credential);
  await page.getByText('Your key shows no server.').waitFor();
  expect(await page.locator('.line').count()).toBe(0);
  await page.goto(new URL('/?server=vbr', fleet.gateway.url).href);
  await page.getByText('it may name a server that does not exist for your key').waitFor();
});

it('goes on with what was last known when the gateway is away, and says so', async () => {
  const page = await enterWith(VIEWER.credential);
  await rows(page);
  const before = await page.locator('.need').count();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Read again' }).click();
  await page.getByText('The gateway does not answer.').waitFor();
  await page.getByText(/^Last known at \d/).waitFor();
  expect(await page.locator('.need').count()).toBe(before);
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The gateway does not answer.').waitFor({ state: 'hidden' });
});

/** Lets the gateway answer these addresses as it does when it is in trouble; `stop` ends that. */
async function answerWith(
  page: Page,
  address: string,
  status: number,
  code: string,
  message: string,
): Promise<{ stop: () => Promise<void> }> {
  const json = { errors: [{ message, extensions: { code } }] };
  await page.route(address, (route) => route.fulfill({ status, json }));
  return { stop: () => page.unroute(address) };
}

it('says what the gateway says that has too much to do, not that it is away', async () => {
  const page = await enterWith(VIEWER.credential);
  await rows(page);
  const trouble = await answerWith(page, '**/graphql', 503, 'OVERLOADED', 'Ask again soon.');
  await page.getByRole('button', { name: 'Read again' }).click();
  await page.getByRole('alert').getByText('Ask again soon. (OVERLOADED)').waitFor();
  expect(await page.getByText('The gateway does not answer.').count()).toBe(0);
  await trouble.stop();
  // What a proxy says has another form.
  await page.route('**/graphql', (route) => route.fulfill({ status: 503, json: { errors: ['no'] } }));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The gateway does not answer.').waitFor();
});

it('takes a key for valid only when the gateway has said so', async () => {
  const page = await enter();
  const trouble = await answerWith(page, '**/permissions', 429, 'RATE_LIMITED', 'Too many tries.');
  await page.getByLabel('Key', { exact: true }).fill('vgw_wrong_key');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('Too many tries.').waitFor();
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
  await trouble.stop();
  await page.getByLabel('Key', { exact: true }).fill(VIEWER.credential);
  await page.keyboard.press('Enter');
  await rows(page);
});

it.each([
  { asked: 'what somebody may do', view: 'repositories', address: '**/permissions', words: '' },
  { asked: 'the days of policies', view: 'days', address: '**/graphql', words: 'query Days(' },
])('asks for another key when it is refused while asking for $asked', async ({ view, address, words }) => {
  const page = await enterWith(VIEWER.credential);
  await rows(page);
  await page.route(address, (route) =>
    (route.request().postData() ?? '').includes(words)
      ? route.fulfill({ status: 401, json: { errors: [{ message: 'no' }] } })
      : route.fallback(),
  );
  await page.goto(new URL(`/?view=${view}`, fleet.gateway.url).href);
  await page.getByText('The gateway no longer accepts the key.').waitFor();
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
});

it('keeps filters and zone in the address, so that a link shows what its sender saw', async () => {
  const page = await enterWith(VIEWER.credential);
  await rows(page);
  await page.getByRole('combobox', { name: 'Server', exact: true }).selectOption('vbr');
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByText('Not read, so missing here').waitFor({ state: 'hidden' });
  await rows(page);
  const link = page.url();
  expect(link).toContain('?server=vbr&zone=Asia%2FTokyo');
  const shown = await page.locator('.need').allInnerTexts();
  expect(shown.filter((text) => /m365|aws|down/.test(text))).toEqual([]);
  await current.close();

  const other = await enterWith(ADMIN.credential, new URL(link).search, { timezoneId: 'America/Lima' });
  await rows(other);
  expect(await other.locator('.need').allInnerTexts()).toEqual(shown);
  await other.goBack();
});

it('can be used by keyboard alone: into the reasons and back', async () => {
  const page = await enterWith(VIEWER.credential);
  await rows(page);
  const policy = page.locator('.need a[href*="policy="]').first();
  const name = await policy.innerText();
  await tabTo(page, policy);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name }).getByText('Latest runs').waitFor();
  expect(page.url()).toContain('policy=');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(page.url()).not.toContain('policy=');
  expect(await policy.evaluate('document.activeElement.textContent')).toBe(name);

  await tabTo(page, page.locator('.need a[href*="session="]').first());
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('heading', { name: 'Log' }).waitFor();
  expect(await page.getByRole('dialog').locator('.log li').count()).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await tabTo(page, page.locator('.skip'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('main');
});

it('shows 30 days of every policy, and the runs of the day that is opened', async () => {
  const zone = 'America/New_York';
  const page = await enterWith(VIEWER.credential, `?view=days&server=vbr&zone=${zone}`);
  const failed = page.getByRole('gridcell', { name: /: Failed$/ });
  await failed.first().waitFor();
  const { data } = await askAs<Heat>(
    ADMIN.credential,
    fleet.gateway.url,
    `{ report(scope: { servers: ["vbr"] }) { sessions(window: { last: "P29D" }, groupBy: [POLICY, DAY], timeZone: "${zone}") {
         groups { periodStart policy { name } stats { count failed } } } } }`,
  );
  const policies = await page.getByRole('rowheader').allInnerTexts();
  expect(policies.length).toBe(24);
  const row = page.getByRole('row').filter({ has: failed }).first();
  expect(await row.getByRole('gridcell').count()).toBe(30);
  const today = DateTime.now().setZone(zone).startOf('day');
  const days = Array.from({ length: 30 }, (_, index) => today.minus({ days: 29 - index }).toISODate());
  const toldFailed = data.report.sessions.groups.flatMap(({ periodStart, policy, stats }) => {
    const day = DateTime.fromISO(periodStart, { zone }).toISODate() ?? '';
    return policy !== null && stats.failed > 0 && days.includes(day) ? [`${policy.name} ${day}`] : [];
  });
  const shownFailed: string[] = [];
  for (const one of await page.getByRole('row').filter({ has: failed }).all()) {
    const name = (await one.getByRole('rowheader').innerText()).replace(/ vbr$/, '');
    const labels = await one
      .getByRole('gridcell')
      .evaluateAll((cells) => cells.map(({ ariaLabel }) => ariaLabel));
    for (const [index, label] of labels.entries())
      if (label?.endsWith(': Failed')) shownFailed.push(`${name} ${days[index]}`);
  }
  expect(shownFailed.sort()).toEqual(toldFailed.sort());

  const focused = (): Promise<string | null> => page.locator(':focus').getAttribute('aria-label');
  const first = page.getByRole('row').nth(1).getByRole('gridcell');
  await first.last().click();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await first.last().focus();
  await page.keyboard.press('Home');
  expect(await focused()).toBe(await first.first().getAttribute('aria-label'));
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe(await first.nth(1).getAttribute('aria-label'));
  await page.keyboard.press('End');
  expect(await focused()).toBe(await first.last().getAttribute('aria-label'));
  const cell = row.getByRole('gridcell', { name: /: Failed$/ }).last();
  await cell.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('table').getByText('Failed').first().waitFor();
  expect(page.url()).toMatch(/policy=.*&day=\d{4}-\d\d-\d\d/);
  await dialog.getByRole('table').getByRole('link').first().click();
  await page.getByRole('heading', { name: 'Log' }).waitFor();
  await page.goBack();
  await dialog.getByText('The policy and its latest runs').waitFor();
});

it('never shows figures of one zone under the days of another', async () => {
  // The days of both begin at the same moments, so that everything else of the board stays.
  const page = await enterWith(VIEWER.credential, '?view=days&server=vbr&zone=Europe/Berlin');
  const read = page.locator('.rows .cell:not(.waiting)');
  await read.first().waitFor();
  const { held, release } = await hold(page, 'query Days(');
  await page.getByLabel('Time zone').selectOption('Europe/Paris');
  await held;
  await page.locator('.rows .cell.waiting').first().waitFor();
  expect(await read.count()).toBe(0);
  release();
  await read.first().waitFor();
});

it('asks for the days of a policy that is new when its page is read again', async () => {
  const { data } = await askAs<{ report: { sessions: { groups: { policy: { name: string } | null }[] } } }>(
    ADMIN.credential,
    fleet.gateway.url,
    '{ report(scope: { servers: ["vbr"] }) { sessions(window: { last: "P28D" }, groupBy: [POLICY]) { groups { policy { name } } } } }',
  );
  const ran = new Set(data.report.sessions.groups.map(({ policy }) => policy?.name));
  const page = await enter();
  let hidden = '';
  // As the gateway answered before somebody made a policy between the others.
  await page.route('**/graphql', async (route) => {
    if (hidden !== '' || !(route.request().postData() ?? '').includes('query Policies('))
      return route.fallback();
    const response = await route.fetch();
    const body = (await response.json()) as { data: { policies: { nodes: { name: string }[] } } };
    const { nodes } = body.data.policies;
    const index = nodes.findIndex(({ name }, place) => place > 0 && ran.has(name));
    hidden = nodes.splice(index, 1)[0]?.name ?? '';
    return route.fulfill({ response, json: body });
  });
  await page.goto(new URL('/?view=days&server=vbr', fleet.gateway.url).href);
  await page.locator('input[name=key]').fill(VIEWER.credential);
  await page.keyboard.press('Enter');
  await page.locator('.rows .cell:not(.waiting)').first().waitFor();
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: `${hidden} vbr`, exact: true }) });
  expect(await row.count()).toBe(0);
  await page.getByRole('button', { name: 'Read again' }).click();
  await row.locator('.cell:is(.SUCCESS, .WARNING, .FAILED, .CANCELLED)').first().waitFor();
});

it('says that days are unknown of a server that cannot be read', async () => {
  const page = await enterWith(VIEWER.credential, '?view=days');
  await page.getByText('Not read, so missing here: down').waitFor();
  await page.getByRole('gridcell').first().waitFor();
  expect(await page.getByRole('row').filter({ hasText: ' down' }).count()).toBe(0);
});

it('lists repositories, the fullest first, with the room that the gateway tells', async () => {
  const page = await enterWith(VIEWER.credential, '?view=repositories&server=vbr');
  const { data } = await askAs<{ repositories: { totalCount: number; nodes: { name: string }[] } }>(
    ADMIN.credential,
    fleet.gateway.url,
    `{ repositories(filter: { servers: ["vbr"] }, orderBy: { field: USED_RATIO, direction: DESC }, first: 500) { totalCount nodes { name } } }`,
  );
  const { totalCount, nodes } = data.repositories;
  await page.getByText(`${totalCount} of ${totalCount}, the fullest first`).waitFor();
  const shown = await page.getByRole('rowheader').allInnerTexts();
  expect(shown.map((text) => text.split('\n')[0])).toEqual(nodes.map(({ name }) => name));
});

it('finds by a key and some letters, and goes there', async () => {
  const page = await enterWith(VIEWER.credential);
  await rows(page);
  const name = await page.locator('.need a[href*="policy="]').first().innerText();
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search' }).waitFor();
  await page.keyboard.type(name);
  await page.locator('.hits').getByRole('link', { name, exact: true }).first().waitFor();
  await tabTo(page, page.locator('.hits').getByRole('link', { name, exact: true }).first());
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name }).getByText('Latest runs').waitFor();
});

it('shows what runs as it goes on, without asking again', async () => {
  const page = await enterWith(VIEWER.credential, '?view=running&server=vbr');
  await page.getByText('Live', { exact: true }).waitFor();
  const running =
    '{ sessions(filter: { servers: ["vbr"], states: [RUNNING] }, first: 1) { nodes { id policy { id } } } }';
  const { data } = await askAs<{ sessions: { nodes: { id: string; policy: { id: string } }[] } }>(
    ADMIN.credential,
    fleet.gateway.url,
    running,
  );
  const { id, policy } = data.sessions.nodes[0]!;
  const row = page
    .getByRole('row')
    .filter({ has: page.locator(`a[href*="session=${encodeURIComponent(id)}"]`) });
  await row.getByText('Running').waitFor();
  const asked = posts().length;
  const stop =
    'mutation ($policy: ID!) { stopPolicy(input: { policy: $policy }) { userErrors { message } } }';
  const stopped = await askAs(ADMIN.credential, fleet.gateway.url, stop, { policy: policy.id });
  expect(stopped.data).toEqual({ stopPolicy: { userErrors: [] } });
  await row.getByText(/Cancelled|Failed/).waitFor();
  expect(posts().length).toBe(asked);
});

it('offers changes to whoever may make them, and asks back with the name of the server', async () => {
  const idle =
    '{ policies(filter: { servers: ["vbr"], enabled: true, status: [IDLE] }, first: 1) { nodes { id name } } }';
  const { data } = await askAs<{ policies: { nodes: { id: string; name: string }[] } }>(
    ADMIN.credential,
    fleet.gateway.url,
    idle,
  );
  const { id, name } = data.policies.nodes[0]!;
  const path = `?policy=${encodeURIComponent(id)}`;
  const viewer = await enterWith(VIEWER.credential, path);
  await viewer.getByText('Latest runs').waitFor();
  expect(await viewer.getByRole('button', { name: /^Run / }).count()).toBe(0);
  await current.close();

  const page = await enterWith(OPERATOR.credential, path);
  const start = page.getByRole('button', { name: /^Run (now|again)$/ });
  await start.click();
  await page.getByRole('group', { name: `Run ${name} on vbr now?` }).waitFor();
  await page.getByRole('button', { name: 'Leave it' }).click();
  const asked = posts().length;
  await start.click();
  expect(posts().length).toBe(asked);
  await page.keyboard.press('Enter');
  await page.getByText('Accepted.').waitFor();
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await page.getByRole('link', { name: 'See how it goes' }).click();
  await page.getByRole('heading', { name: 'Log' }).waitFor();
});

it('hands the document behind a view to the query page, with what it was asked with', async () => {
  const page = await enterWith(ADMIN.credential);
  await rows(page);
  await page.getByText('Ask this yourself').click();
  const [queryPage] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Open it in the query page' }).click(),
  ]);
  await queryPage.getByRole('textbox', { name: 'Query' }).getByText('query Overview').waitFor();
  await queryPage.getByRole('button', { name: 'Run', exact: true }).click();
  await queryPage
    .locator('#facts')
    .filter({ hasText: /^200, / })
    .waitFor();
});

it('speaks German to whoever prefers that, in the writing of their country', async () => {
  const page = await enterWith(VIEWER.credential, '', { locale: 'de-CH' });
  await page.getByText('seit gestern fehlgeschlagen').waitFor();
  expect(await page.evaluate('document.documentElement.lang')).toBe('de');
  await page.getByLabel('Sprache').selectOption('en');
  await page.getByText('failed since yesterday').waitFor();
});

it.each([
  { width: 360, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 2560, colorScheme: 'light' },
] as const)(
  'has no barrier and fits, $width pixels wide and $colorScheme',
  async ({ width, colorScheme }) => {
    const page = await enter('', { colorScheme, viewport: { width, height: 900 } });
    await page.getByRole('dialog').waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.getByLabel('Key', { exact: true }).fill(VIEWER.credential);
    await page.keyboard.press('Enter');
    await rows(page);
    const links = page.getByRole('navigation').getByRole('link');
    for (const link of await links.all()) {
      await link.click();
      await page.getByText('Reading …').first().waitFor({ state: 'hidden' });
      // Nothing is laid out in another way between the two.
      if (width < 2560) expect(await barriersOn(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(await page.locator('main .table:not([tabindex="0"])').count()).toBe(0);
      expect(await page.locator('.cards tbody td:not([data-label])').count()).toBe(0);
    }
    await links.first().click();
    for (const { kind, heading } of [
      { kind: 'policy', heading: 'Latest runs' },
      { kind: 'session', heading: 'Log' },
    ]) {
      await page.locator(`.need a[href*="${kind}="]`).first().click();
      await page.getByRole('dialog').getByRole('heading', { name: heading }).waitFor();
      expect(await barriersOn(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
  },
);

it('scrolls through 5,000 policies of which only what is in sight exists', async () => {
  const large = await startVbrSimulator({ seed: 7, policies: 5000, sessions: 2000 });
  const gateway = await startGateway([{ key: 'large', product: 'VBR', url: large.url }], {
    cache: { inventory: 'PT30S', staleIfError: 'PT0S' },
  });
  try {
    current = await visit(browser, 1280, { locale: 'en-GB' });
    const { page } = current;
    await page.goto(new URL('/?view=days', gateway.url).href);
    await page.locator('.rows .cell:not(.waiting)').first().waitFor();
    const last = page.locator('[role=row][aria-rowindex="5001"]');
    let most = 0;
    while ((await last.count()) === 0) {
      await page.evaluate("document.querySelector('.grid').scrollTop = 1e9");
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
      most = Math.max(most, await page.getByRole('row').count());
    }
    await last.locator('.cell:not(.waiting)').first().waitFor();
    expect(most).toBeLessThan(100);
    // A page of policies, and the days of each that came into sight.
    expect(posts().length).toBeLessThan(30);
  } finally {
    await gateway.close();
    await large.close();
  }
});
