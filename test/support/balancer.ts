import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface Balancer {
  url: string;
  /** How many answers came from each upstream, in their order. */
  readonly answers: readonly number[];
  /** How often a read was sent to the other one because the first was not there, or went away over it. */
  readonly sentAgain: number;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/**
 * Takes turns between HTTP servers, as load balancers do. A GET whose connection fails, or that is answered 503, is sent to
 * each of the others before it is given up; nothing else is sent twice. It knows nothing of health.
 */
export async function startBalancer(upstreams: readonly string[]): Promise<Balancer> {
  const answers = upstreams.map(() => 0);
  let turn = 0;
  let sentAgain = 0;

  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await bytesOf(incoming);
    const first = turn++;
    const attempts = incoming.method === 'GET' ? upstreams.length : 1;
    let answer: Answer | undefined;
    for (let attempt = 0; attempt < attempts && (answer?.status ?? 503) === 503; attempt += 1) {
      const chosen = (first + attempt) % upstreams.length;
      if (attempt > 0) sentAgain += 1;
      answer = await send(incoming, body, upstreams[chosen] ?? '').catch(() => undefined);
      if (answer?.status === 200) answers[chosen] = (answers[chosen] ?? 0) + 1;
    }
    outgoing.writeHead(answer?.status ?? 502, answer?.headers);
    outgoing.end(answer?.body);
  };

  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    get sentAgain() {
      return sentAgain;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Rejects when the connection fails before the whole answer is there. */
async function send({ method, url, headers }: IncomingMessage, body: Buffer, to: string): Promise<Answer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(new URL(url ?? '/', to), { method, headers, agent: false }, resolve)
      .once('error', reject)
      .end(body);
  });
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await bytesOf(answer) };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
