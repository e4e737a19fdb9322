import { createReadStream } from 'node:fs';

const BREAK = 0x0a;

export interface FileLine {
  /** Without its break. */
  readonly line: Buffer;
  /** Counted from 1. */
  readonly number: number;
  /** The last line of a file that does not end with a break. */
  readonly isOpen: boolean;
}

/** The lines of a file of any size, as bytes. */
export async function* fileLines(path: string): AsyncGenerator<FileLine> {
  let number = 0;
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(BREAK); at >= 0; at = chunk.indexOf(BREAK, from)) {
      number += 1;
      yield { line: Buffer.concat([...rest, chunk.subarray(from, at)]), number, isOpen: false };
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) yield { line: Buffer.concat(rest), number: number + 1, isOpen: true };
}
