import { request as send } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import type { Dice } from './dice.js';
import { ODD_WORDS } from './odd-json.js';
import type { OddRequest } from './odd-document.js';

export interface OddReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/graphql',
  'multipart/form-data',
  '',
];
const ACCEPTS = [
  '*/*',
  'application/graphql-response+json',
  'text/event-stream',
  'image/png',
  'q=;;;,,',
  'multipart/mixed',
];
const NAMES = [
  'accept-encoding',
  'accept-language',
  'x-request-id',
  'traceparent',
  'authorization',
  'x-forwarded-for',
  'if-none-match',
  'range',
  'cookie',
  'origin',
  'expect',
  'upgrade',
];

/** Sends a request over HTTP (by POST or GET), with now and then an odd header or a body with something wrong in its bytes. */
export async function overHttp(url: string, odd: OddRequest, dice: Dice): Promise<OddReply> {
  const isPost = !dice.once(4);
  const address = new URL(url);
  const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' };
  if (dice.once(6)) headers['content-type'] = dice.pick(TYPES);
  if (dice.once(6)) headers['accept'] = dice.pick(ACCEPTS);
  if (dice.once(3)) headers[dice.pick(NAMES)] = dice.pick(ODD_WORDS).replace(/[^\x20-\x7e]/g, '');
  if (!isPost) {
    address.searchParams.set('query', odd.query);
    address.searchParams.set('variables', JSON.stringify(odd.variables));
    if (address.href.length > 14_000) address.search = '?query={}';
  }
  const body = isPost ? oddBody(JSON.stringify(odd), dice) : undefined;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    send(address, { method: isPost ? 'POST' : 'GET', headers, agent: false }, resolve)
      .once('error', reject)
      .end(body);
  });
  return { status: answer.statusCode ?? 0, headers: answer.headers, text: await text(answer) };
}

function oddBody(body: string, dice: Dice): Buffer {
  const bytes = Buffer.from(body);
  if (!dice.once(6)) return bytes;
  const at = dice.below(bytes.length);
  return dice.pick([
    bytes.subarray(0, at),
    Buffer.concat([bytes, bytes]),
    Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0, 0x80]), bytes.subarray(at)]),
    Buffer.from('['.repeat(50_000)),
    Buffer.from(`{"query":1,"variables":${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}}`),
    Buffer.from(`[${body},${body}]`),
    Buffer.alloc(0),
  ]);
}

/** Sends a request as an event stream; what follows the first event is not waited for. */
export async function overEvents(url: string, odd: OddRequest): Promise<OddReply> {
  const controller = new AbortController();
  const response = await fetch(`${url}/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(odd),
    signal: controller.signal,
  });
  let said = '';
  for await (const chunk of response.body ?? []) {
    said += Buffer.from(chunk as Uint8Array).toString();
    if (said.includes('\n\n') && /event: (next|complete)/.test(said)) break;
  }
  controller.abort();
  return { status: response.status, headers: {}, text: said };
}

/** Sends a request over a WebSocket, or something that is none; what follows the first answer is not waited for. */
export async function overWebSocket(url: string, odd: OddRequest, dice: Dice): Promise<string> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  const subscribe = JSON.stringify({ id: '1', type: 'subscribe', payload: odd });
  const message = dice.once(5)
    ? dice.pick([
        ...ODD_WORDS,
        '{',
        '{"type":"subscribe"}',
        '{"id":1,"type":"complete"}',
        subscribe.slice(0, dice.below(subscribe.length)),
      ])
    : subscribe;
  return new Promise((resolve, reject) => {
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.on('message', (data) => {
      const said = String(data as Buffer);
      if (said.includes('connection_ack')) return void socket.send(message);
      resolve(said);
      socket.terminate();
    });
    socket.on('close', (code, reason) => resolve(`closed ${code} ${String(reason)}`));
    socket.on('error', reject);
  });
}
