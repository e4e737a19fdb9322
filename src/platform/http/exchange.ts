import { request as overHttp } from 'node:http';
import type { Agent as HttpAgent, ClientRequest, IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import type { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { urlToHttpOptions } from 'node:url';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import type { AxiosAdapter } from 'axios';
import { ANSWER_ROOM, ROOMLESS_BYTES } from './answer-room.js';
import type { Leave } from './answer-room.js';
import type { RawResponse } from './status-failure.js';

export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

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
 * is a RawResponse, of which the taker calls `release`. The adapter that axios brings takes four times the CPU, for redirects, uploads
 * and progress, none of which is used here.
 */
export function exchangeAdapter(base: string, agent: HttpAgent | HttpsAgent): AxiosAdapter {
  const { protocol, hostname, port } = urlToHttpOptions(new URL(base));
  const open = protocol === 'https:' ? overHttps : overHttp;
  return async (config) => {
    const { url: path, method } = config;
    const signal = config.signal as AbortSignal;
    const headers = config.headers.toJSON() as Record<string, string>;
    const holding = new Holding(agent, signal);
    let request: ClientRequest | undefined;
    const leave = (): void => void request?.destroy(new ExchangeError('ABORTED'));
    signal.addEventListener('abort', leave);
    try {
      request = open({ protocol, hostname, port, agent, path, method: method?.toUpperCase(), headers });
      const data = await exchange(request, config.data as string | undefined, holding);
      return { data, status: data.status, statusText: '', headers: {}, config };
    } catch (error) {
      request?.destroy();
      holding.release();
      throw failed(error, request);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };
}

async function exchange(
  request: ClientRequest,
  body: string | undefined,
  holding: Holding,
): Promise<RawResponse> {
  const { response, bytes } = await new Promise<Answer>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      holding.collect(response, 'ANSWER_BROKE_OFF').then((bytes) => resolve({ response, bytes }), reject);
    });
    // Without a listener the answer is never told of.
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      reject(new ExchangeError('ANSWER_UPGRADES'));
    });
    request.end(body);
  });
  return {
    status: response.statusCode ?? 0,
    headers: headersOf(response),
    bytes: withoutMark(await decompressed(bytes, response.headers['content-encoding'], holding)),
    release: () => holding.release(),
  };
}

interface Answer {
  readonly response: IncomingMessage;
  readonly bytes: Buffer;
}

/** JSON.parse knows no byte order mark. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes;
}

/** Collects streams of one answer within the bounds, with a place in the room once they outgrow what needs none. */
class Holding {
  private leave: Leave | undefined;
  private isWaiting = false;
  private isOver = false;

  constructor(
    private readonly owner: object,
    private readonly signal: AbortSignal,
  ) {}

  /** `broken` is the code of an error of the stream, where it has no better one. */
  collect(stream: Readable, broken?: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) reject(new ExchangeError('ANSWER_TOO_LARGE'));
        else if (size > ROOMLESS_BYTES && this.leave === undefined && !this.isWaiting)
          this.holdUp(stream, reject);
      });
      stream.on('error', (error) => reject(broken === undefined ? error : new ExchangeError(broken, error)));
      stream.on('end', () => resolve(Buffer.concat(chunks, size)));
    });
  }

  release(): void {
    this.isOver = true;
    this.leave?.();
    this.leave = undefined;
  }

  private holdUp(stream: Readable, reject: (error: Error) => void): void {
    stream.pause();
    this.isWaiting = true;
    ANSWER_ROOM.enter(this.owner, this.signal).then((leave) => {
      this.isWaiting = false;
      if (this.isOver) return leave();
      this.leave = leave;
      stream.resume();
    }, reject);
  }
}

/** Nothing is compressed that has no body. */
async function decompressed(bytes: Buffer, encoding: string | undefined, holding: Holding): Promise<Buffer> {
  const stream = bytes.length === 0 ? undefined : decompressorOf(encoding);
  if (stream === undefined) return bytes;
  try {
    stream.end(bytes);
    return await holding.collect(stream);
  } finally {
    stream.destroy();
  }
}

function decompressorOf(encoding = ''): ReturnType<typeof createUnzip> | undefined {
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return createUnzip({ chunkSize: 64 * 1024 });
    case 'br':
      return createBrotliDecompress({ chunkSize: 64 * 1024 });
    default:
      return undefined;
  }
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) flat[name] = String(headers[name]);
  return flat;
}

function failed(error: unknown, request: ClientRequest | undefined): unknown {
  if (!(error instanceof Error)) return error;
  const failure = error instanceof ExchangeError ? error : new ExchangeError(codeOf(error), error);
  failure.onReusedConnection = request?.reusedSocket ?? false;
  return failure;
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.name;
}
