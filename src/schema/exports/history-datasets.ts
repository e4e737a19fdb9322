import type { PolicyPeriod } from '../../core/history/policy-periods.js';
import type { CapacityPoint } from '../../core/history/capacity-history.js';
import { capacityHistory } from '../../core/history/capacity-history.js';
import { periodsTold } from '../../core/history/history-periods.js';
import { policyHistory } from '../../core/federation/policy-history.js';
import { listPolicies, policyCursors } from '../../core/federation/policy-list.js';
import { listRepositories, repositoryCursors } from '../../core/federation/repository-list.js';
import { serverRuns } from '../../core/federation/server-runs.js';
import { encodeId } from '../../core/model/ids.js';
import type { PolicyRecord } from '../../core/model/policy.js';
import type { RepositoryRecord } from '../../core/model/repository.js';
import type { PolicyFilter } from '../policies/policy.inputs.js';
import { toPolicyCriteria } from '../policies/policy-request.js';
import type { RepositoryFilter } from '../repositories/repository.inputs.js';
import { toRepositoryCriteria } from '../repositories/repository-request.js';
import { seconds } from './dataset.js';
import type { Dataset, PlacedRow } from './dataset.js';
import { readPlace, writePlace } from './export-cursor.js';
import type { InnerPlace } from './export-cursor.js';
import { readFilter } from './export-request.js';
import type { ExportQuery } from './export-request.js';
import { WINDOW, readQuestion } from './export-window.js';
import { BY_NAME } from './inventory-datasets.js';

interface CapacityRow extends CapacityPoint {
  readonly repository: RepositoryRecord;
}

interface PolicyDayRow extends PolicyPeriod {
  readonly policy: PolicyRecord;
}

const PAGE = 50;

/** How full repositories were, repository by repository. */
export const CAPACITY: Dataset<CapacityRow> = {
  parameters: ['filter', ...WINDOW, 'every', 'timeZone'],
  columns: [
    { name: 'time', kind: 'time', of: ({ time }) => time },
    { name: 'server', kind: 'text', of: ({ repository }) => repository.server },
    { name: 'repository', kind: 'text', of: ({ repository }) => repository.nativeId },
    { name: 'repositoryId', kind: 'text', of: ({ repository }) => encodeId(repository) },
    { name: 'repositoryName', kind: 'text', of: ({ repository }) => repository.name },
    { name: 'capacity', kind: 'number', of: ({ capacity }) => capacity },
    { name: 'free', kind: 'number', of: ({ free }) => free },
    { name: 'used', kind: 'number', of: ({ used }) => used },
    { name: 'freeLowest', kind: 'number', of: ({ freeLowest }) => freeLowest },
    { name: 'coverage', kind: 'number', of: ({ coverage }) => coverage },
  ],
  prepare(query, schema, now) {
    const filter = readFilter(schema, 'RepositoryFilter', query) as RepositoryFilter;
    const criteria = toRepositoryCriteria(filter, ['filter']);
    const question = readQuestion(query, schema, now);
    const place = placeIn('capacity', query, repositoryCursors(BY_NAME));
    return async function* rows(source) {
      const { fleet } = source;
      const pages = source.pages(place?.outer ?? undefined, PAGE, (one) =>
        listRepositories(fleet, criteria, BY_NAME, one),
      );
      let above = place?.outer ?? null;
      for await (const page of pages)
        for (const { record, cursor } of page) {
          const past = fleet.of(record).capacityPast;
          const { points } = await capacityHistory([{ record, past }], question, fleet.budget);
          yield behind(
            place,
            points.map((point) => ({
              cursor: writePlace('capacity', { outer: above, time: point.time, inner: '' }),
              row: { ...point, repository: record },
            })),
            above,
          );
          above = cursor;
        }
    };
  },
};

/** What policies did day by day, policy by policy. */
export const POLICY_DAYS: Dataset<PolicyDayRow> = {
  parameters: ['filter', ...WINDOW, 'timeZone'],
  columns: [
    { name: 'date', kind: 'time', of: ({ time }) => time },
    { name: 'server', kind: 'text', of: ({ policy }) => policy.server },
    { name: 'policy', kind: 'text', of: ({ policy }) => encodeId(policy) },
    { name: 'policyName', kind: 'text', of: ({ policy }) => policy.name },
    { name: 'cell', kind: 'text', of: ({ cell }) => cell },
    { name: 'runs', kind: 'number', of: ({ runs }) => runs },
    { name: 'success', kind: 'number', of: ({ success }) => success },
    { name: 'warning', kind: 'number', of: ({ warning }) => warning },
    { name: 'failed', kind: 'number', of: ({ failed }) => failed },
    { name: 'cancelled', kind: 'number', of: ({ cancelled }) => cancelled },
    { name: 'running', kind: 'number', of: ({ running }) => running },
    { name: 'oldestRecoveryPointSeconds', kind: 'number', of: (day) => seconds(day.oldestRecoveryPoint) },
    { name: 'inBreachSeconds', kind: 'number', of: ({ inBreach }) => seconds(inBreach) },
    { name: 'objectiveSeconds', kind: 'number', of: ({ objective }) => seconds(objective) },
    { name: 'objectiveRule', kind: 'text', of: ({ rule }) => rule },
    { name: 'coverage', kind: 'number', of: ({ coverage }) => coverage },
  ],
  prepare(query, schema, now) {
    const criteria = toPolicyCriteria(readFilter(schema, 'PolicyFilter', query) as PolicyFilter, ['filter']);
    const question = readQuestion(query, schema, now);
    const periods = periodsTold(question);
    const place = placeIn('policy-days', query, policyCursors(BY_NAME));
    return async function* rows(source) {
      const { fleet } = source;
      const pages = source.pages(place?.outer ?? undefined, PAGE, (one) =>
        listPolicies(fleet, criteria, BY_NAME, one),
      );
      let above = place?.outer ?? null;
      for await (const page of pages)
        for (const { record, cursor } of page) {
          const reader = fleet.of(record);
          const history = await policyHistory(reader, record, { periods, now });
          const [first, last] = [periods.at(0), periods.at(-1)];
          if (first && last) source.note([(await serverRuns(reader, first.start, last.end)).outcome]);
          yield behind(
            place,
            history.periods.map((period) => ({
              cursor: writePlace('policy-days', { outer: above, time: period.time, inner: '' }),
              row: { ...period, policy: record },
            })),
            above,
          );
          above = cursor;
        }
    };
  },
};

/** A cursor names what stands before the list's row, and the row's own last one that was told. null: from the begin. */
function placeIn(
  name: string,
  { after }: ExportQuery,
  cursors: { decode: (cursor: string, path: readonly string[]) => unknown },
): InnerPlace | null {
  if (after === undefined) return null;
  const place = readPlace(name, String(after));
  if (place.outer !== null) cursors.decode(place.outer, ['after']);
  return place;
}

/** Of the first row of the list that is told again only what stands behind the place. */
function behind<Row extends { readonly time: number }>(
  place: InnerPlace | null,
  rows: readonly PlacedRow<Row>[],
  above: string | null,
): readonly PlacedRow<Row>[] {
  if (place === null || above !== place.outer) return rows;
  return rows.filter(({ row }) => row.time > place.time);
}
