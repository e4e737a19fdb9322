import { isDeepStrictEqual } from 'node:util';
import type { Workload } from '../workloads/queries.js';
import type { Contender, Mode } from './contenders.js';
import type { Client } from './load.js';

/** Running sessions end and clocks move between two answers: only answers that keep differing are different. */
const TRIES = 6;

/** Throws unless all contenders give the same answer. */
export async function compareAnswers(
  workload: Workload,
  mode: Mode,
  contenders: readonly Contender[],
  client: Client,
): Promise<void> {
  let difference = '';
  for (let left = TRIES; left > 0; left -= 1) {
    const answers = await Promise.all(
      contenders.map(async (contender) => {
        if (mode === 'warm') await client.ask(contender.refresh(workload));
        const body = await client.ask(contender.shot(workload, mode));
        return { name: contender.name, value: contender.project(workload, body) };
      }),
    );
    const [first, ...others] = answers;
    if (first === undefined) return;
    const other = others.find(({ value }) => !isDeepStrictEqual(first.value, value));
    if (other === undefined) return;
    difference = `${first.name} and ${other.name} differ ${firstDifference(first.value, other.value, '')}`;
  }
  throw new Error(`${workload.name} ${mode}: ${difference}`);
}

function firstDifference(a: unknown, b: unknown, path: string): string {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return `at "${path}": ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const inner = [a, b].map((side) => (side as Record<string, unknown>)[key]);
    if (!isDeepStrictEqual(inner[0], inner[1])) return firstDifference(inner[0], inner[1], `${path}/${key}`);
  }
  return `at "${path}"`;
}
