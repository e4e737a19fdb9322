import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ShrinkingProxy {
  url: string;
  /** How many pages were read of lists that had lost rows. */
  readonly shrunkPages: number;
  close(): Promise<void>;
}

export interface Shrinking {
  /** The most rows of a page of sessions. */
  rows: number;
  /** How many of its first rows a list of sessions loses once its first page has been read. */
  lost: number;
}

/** Stands before a server whose lists of sessions shrink while they are read, as where old sessions are deleted. */
export async function startShrinkingProxy(target: string, shrinking: Shrinking): Promise<ShrinkingProxy> {
  let shrunkPages = 0;
  const begun = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', target);
    const isList = incoming.method === 'GET' && /sessions$/i.test(url.pathname);
    const list = isList ? new SessionList(url, shrinking) : undefined;
    const isShrunk = list !== undefined && begun.has(list.key);
    if (list) begun.add(list.key);
    if (isShrunk) shrunkPages += 1;
    list?.ask(isShrunk);
    void pass(incoming, url, outgoing, (text) => (isShrunk ? list.answer(text) : text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get shrunkPages() {
      return shrunkPages;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Envelope {
  totalCount?: number;
  offset?: number;
  pagination?: { total: number; skip: number };
}

/** One request for a page, in the words of whichever product. */
class SessionList {
  readonly key: string;
  private readonly offsetName: string;

  constructor(
    private readonly url: URL,
    private readonly shrinking: Shrinking,
  ) {
    const names = [...url.searchParams.keys()];
    this.offsetName = names.find((name) => /^(skip|offset)$/i.test(name)) ?? 'offset';
    const rest = [...url.searchParams].filter(([name]) => !/^(skip|offset|limit)$/i.test(name));
    this.key = `${url.pathname} ${JSON.stringify(rest)}`;
  }

  /** Changes what is asked of the server behind. */
  ask(isShrunk: boolean): void {
    const { searchParams } = this.url;
    const { rows, lost } = this.shrinking;
    for (const name of [...searchParams.keys()])
      if (/^limit$/i.test(name))
        searchParams.set(name, String(Math.min(Number(searchParams.get(name)), rows)));
    if (isShrunk) searchParams.set(this.offsetName, String(Number(searchParams.get(this.offsetName)) + lost));
  }

  answer(text: string): string {
    const { lost } = this.shrinking;
    const body = JSON.parse(text) as Envelope;
    if (body.totalCount !== undefined) body.totalCount -= lost;
    if (body.offset !== undefined) body.offset -= lost;
    if (body.pagination) body.pagination.total -= lost;
    return JSON.stringify(body);
  }
}

async function pass(
  incoming: IncomingMessage,
  url: URL,
  outgoing: ServerResponse,
  change: (text: string) => string,
): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const headers = Object.entries(incoming.headers).filter(
      ([name]) => !['host', 'connection', 'content-length'].includes(name),
    );
    const answer = await fetch(url, {
      method: incoming.method ?? 'GET',
      headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    const text = await answer.text();
    outgoing.writeHead(answer.status, { 'content-type': 'application/json' });
    outgoing.end(answer.ok && text !== '' ? change(text) : text);
  } catch {
    outgoing.destroy();
  }
}
