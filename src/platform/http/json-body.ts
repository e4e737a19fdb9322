import { setImmediate as nextTurn } from 'node:timers/promises';
import { AnswerTooLarge } from './too-much.js';
import { JsonScan } from './json-scan.js';
import type { LongList } from './json-scan.js';

/** How much is looked through, or parsed, before others have their turn. */
const PIECE = 256 * 1024;

/** The body is no JSON. */
export class BrokenJson extends Error {}

/**
 * Parses a body of any size without holding the event loop: it is looked through first, which bounds its depth and the number of its
 * values, and its lists are parsed piece by piece. Throws BrokenJson, or AnswerTooLarge for what goes beyond the bounds.
 */
export async function parseJson(bytes: Buffer, signal?: AbortSignal): Promise<unknown> {
  const scan = new JsonScan(bytes, PIECE);
  while (scan.step(PIECE)) await turn(signal);
  if (scan.excess !== null) throw new AnswerTooLarge(scan.excess);
  if (scan.longLists.length === 0) return parsed(bytes.toString());
  return parsedByPieces(bytes, scan.longLists, signal);
}

async function parsedByPieces(
  bytes: Buffer,
  lists: readonly LongList[],
  signal?: AbortSignal,
): Promise<unknown> {
  const around: string[] = [];
  let position = 0;
  const contents: [LongList, unknown[]][] = [];
  for (const list of lists) {
    around.push(bytes.toString('utf8', position, list.start));
    contents.push([list, await elementsOf(bytes, list, signal)]);
    position = list.end;
  }
  around.push(bytes.toString('utf8', position));
  const whole = parsed(around.join(''));
  // A list that is the whole body, or a field of the one object that is.
  if (Array.isArray(whole)) return contents[0]?.[1] ?? whole;
  for (const [{ name }, value] of contents)
    Object.defineProperty(whole, String(name && parsed(name)), {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return whole;
}

async function elementsOf(
  bytes: Buffer,
  { start, end, cuts }: LongList,
  signal?: AbortSignal,
): Promise<unknown[]> {
  const elements: unknown[] = [];
  let from = start;
  for (const cut of [...cuts, end]) {
    const piece = parsed(`[${bytes.toString('utf8', from, cut)}]`);
    for (const element of piece as unknown[]) elements.push(element);
    from = cut + 1;
    await turn(signal);
  }
  return elements;
}

async function turn(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await nextTurn();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BrokenJson();
  }
}
