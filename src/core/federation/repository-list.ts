import { filterInTurns } from '../fairness/in-turns.js';
import { SourceFailure } from '../errors/source-failure.js';
import { USUAL_QUESTION } from '../forecast/capacity-forecast.js';
import { forecastEach } from '../history/repository-forecast.js';
import type { RepositoryKind, RepositoryRecord, RepositoryStatus } from '../model/repository.js';
import { missingPart } from '../ports/listing.js';
import type { MissingPart } from '../ports/listing.js';
import type { SortDirection, TextCriteria } from '../ports/activity.js';
import { holds, levels } from '../model/criteria-tests.js';
import type { Tested } from '../model/criteria-tests.js';
import type { SortKey } from '../ordering/cursor.js';
import { CursorCodec, isNumberKey, isTextKey } from '../ordering/cursor.js';
import { inScope } from './fleet.js';
import type { ServerScope } from './fleet.js';
import type { FleetReader } from './fleet-reader.js';
import { listInventory } from './inventory-list.js';
import { nameKey, positionComparator } from '../ordering/ordering.js';
import type { Page, PageRequest } from './page.js';
import { mayMatch } from './scope-verdict.js';
import type { ServerReader } from './server-reader.js';
import { matchesText } from '../ordering/text-match.js';

export interface RepositoryCriteria extends ServerScope, Tested<RepositoryCriteria> {
  readonly name?: TextCriteria;
  readonly kinds?: readonly RepositoryKind[];
  readonly statuses?: readonly RepositoryStatus[];
  /** 0 to 1. */
  readonly usedRatioAtLeast?: number;
  /** Bytes. */
  readonly freeBelow?: number;
  /** Days. */
  readonly daysLeftBelow?: number;
}

export type RepositoryOrderField =
  'NAME' | 'SERVER' | 'CAPACITY' | 'FREE' | 'USED' | 'USED_RATIO' | 'DAYS_LEFT';

export interface RepositoryOrder {
  readonly field: RepositoryOrderField;
  readonly direction: SortDirection;
}

/** Part of the capacity that is not free, 0 to 1; null where capacity or free space is unknown. */
export function usedRatio({ capacity, free }: RepositoryRecord): number | null {
  if (capacity === null || free === null || capacity === 0) return null;
  return Math.min(1, Math.max(0, (capacity - free) / capacity));
}

/** The cursors of this list in one order. */
export function repositoryCursors(order: RepositoryOrder): CursorCodec {
  const isNamed = order.field === 'NAME' || order.field === 'SERVER';
  return new CursorCodec(`repositories ${order.field} ${order.direction}`, isNamed ? isTextKey : isNumberKey);
}

/** Repositories of all matching servers as one list; rows without the value they are sorted by come last. */
export function listRepositories(
  fleet: FleetReader,
  criteria: RepositoryCriteria,
  order: RepositoryOrder,
  page: PageRequest,
): Promise<Page<RepositoryRecord>> {
  const needsForecast =
    order.field === 'DAYS_LEFT' || levels(criteria).some(({ daysLeftBelow }) => daysLeftBelow !== undefined);
  return listInventory({
    budget: fleet.budget,
    readers: fleet.select(criteria).filter(({ server }) => mayMatch(server, criteria)),
    read: (reader) => reader.repositories(),
    choose: async (reader, records, lacks) => {
      const own = await filterInTurns(records, reader.budget, (record) =>
        matchesRepository(record, criteria),
      );
      const left = needsForecast ? await daysLeft(reader, own, lacks) : null;
      return own.flatMap((record, index) => {
        const days = left?.[index] ?? null;
        const isWanted = holds(
          criteria,
          (level) =>
            inScope(reader.server, level) && matchesRepository(record, level) && isFullWithin(days, level),
        );
        if (!isWanted) return [];
        return [{ record, key: order.field === 'DAYS_LEFT' ? days : keyOf(record, reader, order.field) }];
      });
    },
    compare: positionComparator(order.direction),
    codec: repositoryCursors(order),
    page,
  });
}

function isFullWithin(days: number | null, { daysLeftBelow }: RepositoryCriteria): boolean {
  return daysLeftBelow === undefined || (days !== null && days < daysLeftBelow);
}

/** In how many days each is full, as `forecast` tells it without arguments; null: it cannot be told. */
async function daysLeft(
  reader: ServerReader,
  records: readonly RepositoryRecord[],
  lacks: (part: MissingPart) => void,
): Promise<(number | null)[]> {
  const { now, capacityPast: past, budget } = reader;
  const question = { ...USUAL_QUESTION, now: now() };
  const forecasts = await forecastEach(
    records.map((record) => ({ record, past })),
    question,
    budget,
  );
  if (forecasts.some(({ forecast }) => forecast.reason === 'OFF'))
    lacks(missingPart('forecasts', historyAway()));
  return forecasts.map(({ forecast }) => forecast.left?.daysLeft ?? null);
}

function historyAway(): SourceFailure {
  return new SourceFailure('UPSTREAM_ERROR', 'what is kept of the past cannot be read just now');
}

function matchesRepository(record: RepositoryRecord, criteria: RepositoryCriteria): boolean {
  const { usedRatioAtLeast, freeBelow } = criteria;
  const ratio = usedRatio(record);
  return (
    matchesText(record.name, criteria.name) &&
    (criteria.kinds?.includes(record.kind) ?? true) &&
    (criteria.statuses?.includes(record.status) ?? true) &&
    (usedRatioAtLeast === undefined || (ratio !== null && ratio >= usedRatioAtLeast)) &&
    (freeBelow === undefined || (record.free !== null && record.free < freeBelow))
  );
}

function keyOf(
  record: RepositoryRecord,
  reader: ServerReader,
  field: Exclude<RepositoryOrderField, 'DAYS_LEFT'>,
): SortKey {
  switch (field) {
    case 'NAME':
      return nameKey(record.name);
    case 'SERVER':
      return nameKey(reader.server.name);
    case 'CAPACITY':
      return record.capacity;
    case 'FREE':
      return record.free;
    case 'USED':
      return record.used;
    case 'USED_RATIO':
      return usedRatio(record);
  }
}
