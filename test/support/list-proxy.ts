import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from './rewriting-proxy.js';
import type { Product } from './troubled-fleet.js';

type Fields = Record<string, Json>;

/** A page before it is put into the product's envelope. */
export interface ListedPage {
  rows: Json[];
  total?: Json;
  /** VB_M365: where it says it begins. */
  offset?: number;
  /** VB_M365: it says that more follows. */
  next?: boolean;
}

interface AskedPage {
  offset: number;
  limit: number;
  /** How many pages of the list were asked for, this one included. */
  count: number;
}

export interface ProxiedList {
  product: Product;
  /** Which requests are for the list. */
  path: RegExp;
  /** The list has so many rows: the server's own, and these over and over with other ids. */
  rows: number;
  /** Milliseconds that a page takes for each of its rows. */
  wait?: number;
  /** Which pages are answered 500. */
  fails?: (asked: AskedPage) => boolean;
  /** What is answered instead of the honest page. */
  twist?: (page: ListedPage, asked: AskedPage, all: readonly Json[]) => ListedPage;
}

export interface ListProxy {
  url: string;
  /** Pages asked for so far. */
  asked: AskedPage[];
  close(): Promise<void>;
}

/** Stands before a simulated server and makes one of its lists as long, as slow and as false as a test needs it. */
export async function startListProxy(target: string, list: ProxiedList): Promise<ListProxy> {
  const asked: AskedPage[] = [];
  const server = createServer(async (incoming, outgoing) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const url = new URL(incoming.url ?? '/', target);
      const isList = incoming.method === 'GET' && list.path.test(url.pathname);
      const page: AskedPage = { ...placeIn(url), count: asked.length + 1 };
      if (isList) toStart(url);
      const answer = await fetch(url, {
        method: incoming.method ?? 'GET',
        headers: Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
          ['host', 'connection', 'content-length'].includes(name) ? [] : [[name, String(value)]],
        ),
        redirect: 'manual',
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      });
      const text = await answer.text();
      const type = answer.headers.get('content-type');
      if (!isList || !answer.ok) {
        outgoing.writeHead(answer.status, type === null ? {} : { 'content-type': type });
        outgoing.end(text);
        return;
      }
      asked.push(page);
      if (list.fails?.(page) === true) {
        outgoing.writeHead(500).end();
        return;
      }
      const body = pageOf(list, JSON.parse(text) as Fields, page);
      await delay((list.wait ?? 0) * rowsIn(body).length);
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(body));
    } catch {
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, asked, close };
}

function pageOf({ product, rows, twist }: ProxiedList, body: Fields, asked: AskedPage): Fields {
  const own = rowsIn(body);
  const all = Array.from({ length: rows }, (_none, index) => rowAt(own, index));
  const { offset, limit } = asked;
  const honest = { rows: all.slice(offset, offset + limit), total: rows, offset };
  const page: ListedPage = twist?.(honest, asked, all) ?? honest;
  switch (product) {
    case 'VBR':
      return { data: page.rows, pagination: { total: page.total ?? null, count: page.rows.length } };
    case 'VB_AWS':
      return { totalCount: page.total ?? null, results: page.rows };
    case 'VB_M365':
      return {
        offset: page.offset ?? offset,
        limit,
        totalCount: page.total ?? null,
        results: page.rows,
        _links: page.next === true ? { next: { href: '/elsewhere' } } : {},
      };
  }
}

/** The row at this place of a list that has no end. */
export function rowAt(own: readonly Json[], index: number): Json {
  const row = own[index % own.length] as Fields;
  if (index < own.length) return row;
  const id = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  return { ...row, id, name: `row ${index}` };
}

function rowsIn(body: Fields): Json[] {
  return (body['data'] ?? body['results'] ?? []) as Json[];
}

function placeIn({ searchParams }: URL): { offset: number; limit: number } {
  const numberOf = (names: readonly string[], missing: number): number =>
    Number(names.map((name) => searchParams.get(name)).find((value) => value !== null) ?? missing);
  return { offset: numberOf(['skip', 'offset', 'Offset'], 0), limit: numberOf(['limit', 'Limit'], 200) };
}

function toStart({ searchParams }: URL): void {
  for (const name of ['skip', 'offset', 'Offset']) searchParams.delete(name);
  for (const name of ['limit', 'Limit']) if (searchParams.has(name)) searchParams.set(name, '50');
}
