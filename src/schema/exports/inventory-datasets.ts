import { unlessFailed } from '../../core/errors/source-failure.js';
import { policyCursors, listPolicies } from '../../core/federation/policy-list.js';
import { lastResultOf, lastRunOf, lastSuccessOf, orNull } from '../../core/federation/policy-facts.js';
import { recoveryPointOf } from '../../core/federation/policy-recovery-point.js';
import { listRepositories, repositoryCursors, usedRatio } from '../../core/federation/repository-list.js';
import { USUAL_QUESTION } from '../../core/forecast/capacity-forecast.js';
import type { RepositoryForecast } from '../../core/history/repository-forecast.js';
import { forecastEach } from '../../core/history/repository-forecast.js';
import { encodeId } from '../../core/model/ids.js';
import type { PolicyRecord } from '../../core/model/policy.js';
import type { RepositoryRecord } from '../../core/model/repository.js';
import type { SessionResult } from '../../core/model/session.js';
import type { RecoveryPoint } from '../../core/reports/recovery-point.js';
import type { PolicyFilter } from '../policies/policy.inputs.js';
import { toPolicyCriteria } from '../policies/policy-request.js';
import type { RepositoryFilter } from '../repositories/repository.inputs.js';
import { toRepositoryCriteria } from '../repositories/repository-request.js';
import { seconds } from './dataset.js';
import type { Dataset } from './dataset.js';
import { readAfter, readFilter } from './export-request.js';

export const BY_NAME = { field: 'NAME', direction: 'ASC' } as const;

interface PolicyRow {
  readonly policy: PolicyRecord;
  readonly product: string;
  readonly lastRun: number | null;
  readonly lastResult: SessionResult;
  readonly lastSuccess: number | null;
  readonly point: RecoveryPoint;
}

interface RepositoryRow {
  readonly repository: RepositoryRecord;
  readonly product: string;
  readonly forecast: RepositoryForecast['forecast'] | undefined;
}

const PAGE = 500;

/** Policies by name, as `policies` lists them. */
export const POLICIES: Dataset<PolicyRow> = {
  parameters: ['filter'],
  columns: [
    { name: 'server', kind: 'text', of: ({ policy }) => policy.server },
    { name: 'product', kind: 'text', of: ({ product }) => product },
    { name: 'id', kind: 'text', of: ({ policy }) => encodeId(policy) },
    { name: 'nativeId', kind: 'text', of: ({ policy }) => policy.nativeId },
    { name: 'nativeType', kind: 'text', of: ({ policy }) => policy.nativeType },
    { name: 'name', kind: 'text', of: ({ policy }) => policy.name },
    { name: 'description', kind: 'text', of: ({ policy }) => policy.description },
    { name: 'kind', kind: 'text', of: ({ policy }) => policy.kind },
    { name: 'workload', kind: 'text', of: ({ policy }) => policy.workload },
    { name: 'enabled', kind: 'flag', of: ({ policy }) => policy.enabled },
    { name: 'status', kind: 'text', of: ({ policy }) => policy.status },
    { name: 'lastRun', kind: 'time', of: ({ lastRun }) => lastRun },
    { name: 'nextRun', kind: 'time', of: ({ policy }) => policy.nextRun },
    { name: 'lastResult', kind: 'text', of: ({ lastResult }) => lastResult },
    { name: 'lastSuccess', kind: 'time', of: ({ lastSuccess }) => lastSuccess },
    { name: 'recoveryPointStatus', kind: 'text', of: ({ point }) => point.status },
    { name: 'recoveryPointAgeSeconds', kind: 'number', of: ({ point }) => seconds(point.age) },
    { name: 'objectiveSeconds', kind: 'number', of: ({ point }) => seconds(point.objective) },
    { name: 'objectiveRule', kind: 'text', of: ({ point }) => point.rule },
  ],
  prepare(query, schema) {
    const filter = readFilter(schema, 'PolicyFilter', query) as PolicyFilter;
    const criteria = toPolicyCriteria(filter, ['filter']);
    const after = readAfter(query, policyCursors(BY_NAME));
    return async function* rows(source) {
      const { fleet } = source;
      for await (const page of source.pages(after, PAGE, (one) =>
        listPolicies(fleet, criteria, BY_NAME, one),
      ))
        yield await Promise.all(
          page.map(async ({ record: policy, cursor }) => {
            const reader = fleet.of(policy);
            const [lastRun, lastResult, lastSuccess, point] = await Promise.all([
              unlessFailed(lastRunOf(reader, policy).then(orNull), null),
              lastResultOf(reader, policy),
              unlessFailed(lastSuccessOf(reader, policy).then(orNull), null),
              recoveryPointOf(reader, policy),
            ]);
            const { product } = reader.server;
            return { cursor, row: { policy, product, lastRun, lastResult, lastSuccess, point } };
          }),
        );
    };
  },
};

/** Repositories by name, as `repositories` lists them. */
export const REPOSITORIES: Dataset<RepositoryRow> = {
  parameters: ['filter'],
  columns: [
    { name: 'server', kind: 'text', of: ({ repository }) => repository.server },
    { name: 'product', kind: 'text', of: ({ product }) => product },
    { name: 'id', kind: 'text', of: ({ repository }) => encodeId(repository) },
    { name: 'nativeId', kind: 'text', of: ({ repository }) => repository.nativeId },
    { name: 'nativeType', kind: 'text', of: ({ repository }) => repository.nativeType },
    { name: 'name', kind: 'text', of: ({ repository }) => repository.name },
    { name: 'description', kind: 'text', of: ({ repository }) => repository.description },
    { name: 'kind', kind: 'text', of: ({ repository }) => repository.kind },
    { name: 'status', kind: 'text', of: ({ repository }) => repository.status },
    { name: 'capacity', kind: 'number', of: ({ repository }) => repository.capacity },
    { name: 'free', kind: 'number', of: ({ repository }) => repository.free },
    { name: 'used', kind: 'number', of: ({ repository }) => repository.used },
    { name: 'usedRatio', kind: 'number', of: ({ repository }) => usedRatio(repository) },
    { name: 'daysLeft', kind: 'number', of: ({ forecast }) => forecast?.left?.daysLeft ?? null },
    { name: 'daysLeftReason', kind: 'text', of: ({ forecast }) => forecast?.reason ?? null },
    { name: 'growthPerDay', kind: 'number', of: ({ forecast }) => forecast?.outlook?.growth.perDay ?? null },
  ],
  prepare(query, schema) {
    const filter = readFilter(schema, 'RepositoryFilter', query) as RepositoryFilter;
    const criteria = toRepositoryCriteria(filter, ['filter']);
    const after = readAfter(query, repositoryCursors(BY_NAME));
    return async function* rows(source) {
      const { fleet } = source;
      for await (const page of source.pages(after, PAGE, (one) =>
        listRepositories(fleet, criteria, BY_NAME, one),
      )) {
        const pasts = page.map(({ record }) => ({ record, past: fleet.of(record).capacityPast }));
        const forecasts = await forecastEach(pasts, { ...USUAL_QUESTION, now: fleet.now() }, fleet.budget);
        yield page.map(({ record: repository, cursor }, index) => ({
          cursor,
          row: {
            repository,
            product: fleet.of(repository).server.product,
            forecast: forecasts[index]?.forecast,
          },
        }));
      }
    };
  },
};
