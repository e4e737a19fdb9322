import { parseArgs } from 'node:util';
import { createReadStream } from 'node:fs';
import type { AuditHead } from '../../platform/observability/audit/audit-chain.js';
import { ChainCheck } from '../../platform/observability/audit/chain-check.js';
import type { ChainReport } from '../../platform/observability/audit/chain-check.js';

export const USAGE = `usage: npm run audit:verify -- [--mixed] [--head NUMBER:HASH] FILE...
  FILE...              audit files in the order in which they were written
  --mixed              the files are collected outputs: other lines stand between the records
  --head NUMBER:HASH   the last record as it was remembered elsewhere; it must be there`;

const STATUS = { sound: 0, broken: 1, misused: 2 } as const;

/** Checks audit files, prints what it finds, and gives the exit status: 0 sound, 1 broken, 2 wrongly asked. */
export async function verifyAudit(args: readonly string[], print: (line: string) => void): Promise<number> {
  try {
    const { files, mixed, expected } = optionsOf(args);
    const report = await check(files, new ChainCheck({ mixed, ...(expected && { expected }) }));
    for (const line of describe(report)) print(line);
    return report.broken === null ? STATUS.sound : STATUS.broken;
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return STATUS.misused;
  }
}

async function check(files: readonly string[], chain: ChainCheck): Promise<ChainReport> {
  let endsOpen = false;
  for (const file of files) {
    chain.nextFile();
    for await (const { line, number, isOpen } of fileLines(file)) {
      endsOpen = isOpen;
      if (!chain.take(line, `${file}:${number}`)) return chain.end(isOpen);
    }
  }
  return chain.end(endsOpen);
}

function describe({ records, head, notices, broken }: ChainReport): readonly string[] {
  const counted = `${records} record${records === 1 ? '' : 's'}`;
  const noted = notices.map((notice) => `note: ${notice}`);
  if (broken !== null) return [...noted, `BROKEN after ${counted}: ${broken}`];
  return [...noted, `OK: ${counted}`, `head: ${head.seq}:${head.hash}`];
}

function optionsOf(args: readonly string[]): {
  files: readonly string[];
  mixed: boolean;
  expected: AuditHead | undefined;
} {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { mixed: { type: 'boolean', default: false }, head: { type: 'string' } },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new Error(USAGE);
  return { files: positionals, mixed: values.mixed, expected: headOf(values.head) };
}

function headOf(text: string | undefined): AuditHead | undefined {
  if (text === undefined) return undefined;
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new Error(USAGE);
  return { seq: Number(seq), hash };
}

const BREAK = 0x0a;

interface FileLine {
  /** Without its break. */
  readonly line: Buffer;
  /** Counted from 1. */
  readonly number: number;
  /** The last line of a file that does not end with a break. */
  readonly isOpen: boolean;
}

/** The lines of a file of any size, as bytes. */
async function* fileLines(path: string): AsyncGenerator<FileLine> {
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
