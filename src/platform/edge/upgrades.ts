import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { addressGroup } from '../request/address-group.js';
import type { Connections } from './connections.js';
import type { ForeignOrigins } from './cors.js';
import { limited, refuseUpgrade } from './refusal.js';
import type { HttpRefusal } from './refusal.js';
import type { StrangerRates } from './request-rates.js';
import { isGraphQL } from '../request/routes.js';

/** What a request to upgrade says of the protocol it would like; left out where that is not spoken here. */
const OFFERS = new Set(['connection', 'upgrade', 'http2-settings']);

const FOREIGN: HttpRefusal = {
  status: 403,
  code: 'FORBIDDEN',
  message: 'pages of this origin may not open WebSockets (cors.origins)',
};
const NO_ROOM: HttpRefusal = {
  status: 503,
  code: 'OVERLOADED',
  message: 'the gateway has too many connections; try again soon',
  headers: { 'retry-after': '1' },
};

/** Takes over the socket of a client that may open a WebSocket. */
export type WebSocketOpener = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

/** Looks at every request that would like to speak another protocol. */
export class Upgrades {
  constructor(
    private readonly connections: Connections,
    private readonly origins: ForeignOrigins,
    private readonly strangers: StrangerRates,
  ) {}

  /** WebSockets at /graphql are opened by `open`; whatever else is offered is not taken, and the request is answered as any other. */
  attach(server: Server, open: WebSocketOpener): void {
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      // It is gone; or the answer to the request before this one would end up between the messages.
      if (socket.destroyed || this.connections.isBusy(socket)) socket.destroy();
      else if (!isWebSocket(request)) answerInHttp(server, request, socket, head);
      else {
        const refusal = this.refusalOf(request, socket);
        this.connections.upgraded(socket);
        if (refusal === null) open(request, socket, head);
        else refuseUpgrade(refusal, socket);
      }
    });
  }

  private refusalOf(request: IncomingMessage, socket: Socket): HttpRefusal | null {
    if (this.connections.isReserve(socket)) return NO_ROOM;
    // Who is calling is said in the first message only.
    const wait = this.strangers.secondsToWait(addressGroup(this.connections.addressOf(request)));
    if (wait !== null) return limited(wait, 'refusedPerSecond');
    return this.origins.isForeign(request) ? FOREIGN : null;
  }
}

function isWebSocket({ method, url, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && isGraphQL(url ?? '');
}

/** Hands the request back to the server without its offer: Node has stopped to read HTTP from the socket by now. */
function answerInHttp(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = rawHeaders.flatMap((name, index) =>
    index % 2 === 1 || OFFERS.has(name.toLowerCase()) ? [] : [`${name}: ${rawHeaders[index + 1] ?? ''}`],
  );
  const text = [`${method} ${url} HTTP/${httpVersion}`, ...lines, '', ''].join('\r\n');
  socket.unshift(Buffer.concat([Buffer.from(text, 'latin1'), head]));
  server.emit(socket instanceof TLSSocket ? 'secureConnection' : 'connection', socket);
}
