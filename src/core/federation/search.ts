import { SourceFailure } from '../errors/source-failure.js';
import { inTurns } from '../fairness/in-turns.js';
import type { PolicyRecord } from '../model/policy.js';
import type { RepositoryRecord } from '../model/repository.js';
import { missingPart } from '../ports/listing.js';
import type { FleetReader } from './fleet-reader.js';
import { outcomeOf } from './inventory-list.js';
import { compareTexts, nameKey } from '../ordering/ordering.js';
import type { ServerReader } from './server-reader.js';
import type { Reading } from './server-reading.js';
import type { Snapshot } from './snapshot-kinds.js';
import type { SourceOutcome } from './source-outcome.js';

export const SEARCH_KINDS = ['SERVER', 'POLICY', 'REPOSITORY'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export type SearchHit = {
  /** The text that matched: a name or a description. */
  readonly matched: string;
} & (
  | { readonly kind: 'SERVER'; readonly reader: ServerReader }
  | { readonly kind: 'POLICY'; readonly record: PolicyRecord }
  | { readonly kind: 'REPOSITORY'; readonly record: RepositoryRecord }
);

export interface SearchAnswer {
  readonly hits: readonly SearchHit[];
  readonly outcomes: readonly SourceOutcome[];
}

interface RankedHit {
  readonly hit: SearchHit;
  readonly rank: number;
  readonly tie: string;
}

/** Finds servers, policies and repositories by name or description, without regard to case, best first. */
export async function search(
  fleet: FleetReader,
  text: string,
  kinds: readonly SearchKind[],
  first: number,
): Promise<SearchAnswer> {
  const answers = await Promise.all(fleet.select({}).map((reader) => searchServer(reader, text, kinds)));
  const ranked = answers.flatMap(({ hits }) => hits);
  ranked.sort((a, b) => a.rank - b.rank || compareTexts(a.tie, b.tie));
  return {
    hits: ranked.slice(0, first).map(({ hit }) => hit),
    outcomes: answers.map(({ outcome }) => outcome),
  };
}

async function searchServer(
  reader: ServerReader,
  text: string,
  kinds: readonly SearchKind[],
): Promise<{ hits: RankedHit[]; outcome: SourceOutcome }> {
  const own: RankedHit[] = kinds.includes('SERVER')
    ? await rankedHits(reader, text, [{ name: reader.server.name, description: null }], (_row, matched) => ({
        kind: 'SERVER',
        reader,
        matched,
      }))
    : [];
  const [policies, repositories] = await Promise.all([
    kinds.includes('POLICY') ? orFailure(reader.policies()) : undefined,
    kinds.includes('REPOSITORY') ? orFailure(reader.repositories()) : undefined,
  ]);
  const hits = [
    ...own,
    ...(await rankedHits(reader, text, itemsOf(policies), (record, matched) => ({
      kind: 'POLICY',
      record,
      matched,
    }))),
    ...(await rankedHits(reader, text, itemsOf(repositories), (record, matched) => ({
      kind: 'REPOSITORY',
      record,
      matched,
    }))),
  ];
  return { hits, outcome: joinedOutcome(reader, { policies, repositories }, hits.length) };
}

type Answer<T> = Reading<Snapshot<T>> | SourceFailure | undefined;

async function orFailure<T>(reading: Promise<T>): Promise<T | SourceFailure> {
  try {
    return await reading;
  } catch (failure) {
    if (failure instanceof SourceFailure) return failure;
    throw failure;
  }
}

function itemsOf<T>(answer: Answer<T>): readonly T[] {
  return answer === undefined || answer instanceof SourceFailure ? [] : answer.value.items;
}

/** One report for the lists of a server that were asked for; the worst of them speaks. */
function joinedOutcome(
  reader: ServerReader,
  answers: Readonly<Record<string, Answer<unknown>>>,
  count: number,
): SourceOutcome {
  const asked = Object.entries(answers).flatMap(([list, answer]) => (answer ? [{ list, answer }] : []));
  const failed = asked.flatMap(({ list, answer }) =>
    answer instanceof SourceFailure ? [{ list, failure: answer }] : [],
  );
  const [first] = failed;
  if (first && failed.length === asked.length) return reader.failedOutcome(first.failure);
  if (first) reader.noteFailure();
  const lost = failed.map(({ list, failure }) => missingPart(list, failure));
  const outcomes = asked.flatMap(({ answer }) =>
    answer instanceof SourceFailure ? [] : [outcomeOf(reader, answer, count, lost)],
  );
  const worst = outcomes.find(({ status }) => status !== 'OK') ?? outcomes[0];
  return (
    worst ?? {
      member: reader.member,
      status: 'OK',
      fetchedAt: null,
      latency: null,
      upstreamCalls: 0,
      count,
      failure: null,
    }
  );
}

async function rankedHits<T extends { readonly name: string; readonly description: string | null }>(
  { budget }: ServerReader,
  text: string,
  rows: readonly T[],
  toHit: (row: T, matched: string) => SearchHit,
): Promise<RankedHit[]> {
  const hits: RankedHit[] = [];
  await inTurns(rows, budget, (row) => {
    const inName = rankIn(row.name, text);
    const inDescription = row.description === null ? null : rankIn(row.description, text);
    const tie = nameKey(row.name);
    if (inName !== null) hits.push({ hit: toHit(row, row.name), rank: inName, tie });
    else if (inDescription !== null && row.description !== null)
      hits.push({ hit: toHit(row, row.description), rank: inDescription + 4, tie });
  });
  return hits;
}

/** 0 the whole text, 1 its beginning, 2 the beginning of a word, 3 anywhere; null: not at all. */
function rankIn(candidate: string, text: string): number | null {
  const hay = candidate.toLowerCase();
  const needle = text.toLowerCase();
  const at = hay.indexOf(needle);
  if (at < 0) return null;
  if (hay === needle) return 0;
  if (at === 0) return 1;
  return /[\p{L}\p{N}]/u.test(hay.charAt(at - 1)) ? 3 : 2;
}
