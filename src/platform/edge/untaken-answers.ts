import type { Socket } from 'node:net';
import type { Milliseconds } from '../../core/model/instant.js';

const LONGEST_LOOK: Milliseconds = 1_000;
/** Bytes of answers that wait for clients to take them, over all connections. */
const MOST_WAITING = 128 * 2 ** 20;

/** Since when a client has taken nothing of what waits for it, and what had gone to and fro by then. */
interface Standstill {
  readonly since: Milliseconds;
  readonly taken: number;
  readonly received: number;
}

/**
 * Cuts off clients that leave their answers where they are: whoever sends on meanwhile, which Node takes for a sign of life, and when
 * too much waits in all, those that have taken nothing for longest. Quiet ones meet the server's own time limit.
 */
export class UntakenAnswers {
  private readonly standstills = new WeakMap<Socket, Standstill>();
  private readonly timer: NodeJS.Timeout;

  /**
   * @param answering sockets over which something is being answered.
   * @param room bytes that may wait over all of them.
   */
  constructor(
    private readonly patience: Milliseconds,
    private readonly answering: () => Iterable<Socket>,
    private readonly room = MOST_WAITING,
  ) {
    this.timer = setInterval(() => this.look(), Math.min(patience / 4, LONGEST_LOOK)).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const waiting: [Socket, Standstill][] = [];
    for (const socket of this.answering()) {
      if (socket.writableLength === 0) this.standstills.delete(socket);
      else waiting.push([socket, this.standstillOf(socket)]);
    }
    const now = performance.now();
    for (const [socket, { since, received }] of waiting)
      if (now - since > this.patience && socket.bytesRead !== received) socket.destroy();
    this.makeRoom(waiting);
  }

  private makeRoom(waiting: readonly [Socket, Standstill][]): void {
    let bytes = waiting.reduce((sum, [{ writableLength }]) => sum + writableLength, 0);
    if (bytes <= this.room) return;
    for (const [socket] of waiting.toSorted(([, one], [, other]) => one.since - other.since)) {
      if (bytes <= this.room) return;
      bytes -= socket.writableLength;
      socket.destroy();
    }
  }

  private standstillOf(socket: Socket): Standstill {
    const { bytesRead: received, bytesWritten, writableLength } = socket;
    const taken = bytesWritten - writableLength;
    const known = this.standstills.get(socket);
    if (known?.taken === taken) return known;
    const begun = { since: performance.now(), taken, received };
    this.standstills.set(socket, begun);
    return begun;
  }
}
