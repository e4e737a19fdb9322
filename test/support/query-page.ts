import type { Page } from 'playwright-core';

/** What the query page loads, by the names it uses for it. */
export function filesOf(html: string): string[] {
  return [...html.matchAll(/<(?:script|link|img)\b[^>]*?(?:src|href)="([^"]+)"/g)].map(
    ([, name = '']) => name,
  );
}

/** The address of a file of the page as the browser sees it. */
export function addressOf(endpoint: string, name: string): string {
  return new URL(name, new URL('graphql/page/', endpoint)).href;
}

/** The address of the page's script, of hundreds of kilobytes. */
export async function scriptOf(endpoint: string): Promise<string> {
  const html = await (await fetch(endpoint, { headers: { accept: 'text/html' } })).text();
  const script = filesOf(html).find((name) => name.endsWith('.js'));
  if (script === undefined) throw new Error('the query page has no script');
  return addressOf(endpoint, script);
}

/** Gives a page that asks for it a key that the gateway takes. */
export async function giveKey(page: Page, credential: string): Promise<void> {
  await page.getByLabel('Key', { exact: true }).fill(credential);
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** Opens an example by its name. */
export function example(page: Page, name: string): Promise<void> {
  return page.getByRole('navigation').getByRole('button', { name, exact: true }).click();
}

export function run(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Run', exact: true }).click();
}

/** Waits until the page says so of the result. */
export function facts(page: Page, pattern: RegExp): Promise<void> {
  return page.locator('#facts').filter({ hasText: pattern }).waitFor();
}

export function result(page: Page): Promise<string> {
  return page.locator('#result .cm-content').innerText();
}
