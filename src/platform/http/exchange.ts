import { request as overHttp } from 'node:http';
import type { Agent as HttpAgent, ClientRequest, IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import type { Agent as HttpsAgent } from 'node:https';
import { promisify } from 'node:util';
import { urlToHttpOptions } from 'node:url';
import { brotliDecompress, unzip } from 'node:zlib';
import type { AxiosAdapter } from 'axios';
import type { RawResponse } from './status-failure.js';

export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const LIMIT = { maxOutputLength: MAX_ANSWER_BYTES };

/** Why an exchange gave no answer: a code of Node's or one of ours, and whether its connection had served before. */
export class ExchangeError extends Error {
  onReusedConnection = false;

  constructor(
    readonly code: string,
    cause?: Error,
  ) {
    super(`the exchange failed: ${code}`, { cause });
  }
}

/**
 * How axios reaches the server at `base`, `url` being the path: by Node's own client over the agent's connections. The data of an answer
 * is a RawResponse. The adapter that axios brings takes four times the CPU, for redirects, uploads and progress, none of
 * which is used here.
 */
export function exchangeAdapter(base: string, agent: HttpAgent | HttpsAgent): AxiosAdapter {
  const { protocol, hostname, port } = urlToHttpOptions(new URL(base));
  const open = protocol === 'https:' ? overHttps : overHttp;
  return async (config) => {
    const { url: path, method, signal } = config;
    const headers = config.headers.toJSON() as Record<string, string>;
    const request = open({ protocol, hostname, port, agent, path, method: method?.toUpperCase(), headers });
    const leave = (): void => void request.destroy(new ExchangeError('ABORTED'));
    signal?.addEventListener?.('abort', leave);
    try {
      const data = await exchange(request, config.data as string | undefined);
      return { data, status: data.status, statusText: '', headers: {}, config };
    } catch (error) {
      request.destroy();
      throw failed(error, request);
    } finally {
      signal?.removeEventListener?.('abort', leave);
    }
  };
}

async function exchange(request: ClientRequest, body: string | undefined): Promise<RawResponse> {
  const { response, bytes } = await new Promise<Answer>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => collect(response, resolve, reject));
    request.end(body);
  });
  const text = (await decompressed(bytes, response.headers['content-encoding'])).toString();
  return { status: response.statusCode ?? 0, headers: headersOf(response), text: withoutMark(text) };
}

/** JSON.parse knows no byte order mark. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

interface Answer {
  readonly response: IncomingMessage;
  readonly bytes: Buffer;
}

function collect(
  response: IncomingMessage,
  resolve: (answer: Answer) => void,
  reject: (error: Error) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) reject(new ExchangeError('ANSWER_TOO_LARGE'));
  });
  response.on('error', (error) => reject(new ExchangeError('ANSWER_BROKE_OFF', error)));
  response.on('end', () => resolve({ response, bytes: Buffer.concat(chunks, size) }));
}

/** Nothing is compressed that has no body. */
function decompressed(bytes: Buffer, encoding: string | undefined): Promise<Buffer> | Buffer {
  if (encoding === undefined || bytes.length === 0) return bytes;
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return promisify(unzip)(bytes, LIMIT);
    case 'br':
      return promisify(brotliDecompress)(bytes, LIMIT);
    default:
      return bytes;
  }
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) flat[name] = String(headers[name]);
  return flat;
}

function failed(error: unknown, { reusedSocket }: ClientRequest): unknown {
  if (!(error instanceof Error)) return error;
  const failure = error instanceof ExchangeError ? error : new ExchangeError(codeOf(error), error);
  failure.onReusedConnection = reusedSocket;
  return failure;
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code === 'ERR_BUFFER_TOO_LARGE' ? 'ANSWER_TOO_LARGE' : (error.code ?? error.name);
}
