import type { Instant } from '../../../core/model/instant.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { QueryParameters } from '../../../platform/http/upstream-request.js';
import type { VbAwsClient, WalkedRows } from '../client.js';
import { policyCost } from '../mappers/cost.js';
import type { PolicyCost } from '../mappers/cost.js';
import { awsResource, policyRegion } from '../mappers/resources.js';
import type { AwsResource, PolicyRegion } from '../mappers/resources.js';
import { slaCompliance } from '../mappers/sla.js';
import type { SlaCompliance } from '../mappers/sla.js';
import {
  slaInstance,
  slaInstanceSession,
  slaLogLine,
  slaPeriod,
  slaStatistics,
} from '../mappers/sla-details.js';
import type {
  SlaInstance,
  SlaInstanceSession,
  SlaLogLine,
  SlaPeriod,
  SlaStatistics,
} from '../mappers/sla-details.js';
import { Row } from '../../../platform/products-kit/row.js';
import { SLA_PATH, slaPolicyPath } from '../policy-routes.js';

/** Which copies and schedules count, in the product's words; empty: all. */
export interface SlaKinds {
  readonly backupTypes: readonly string[];
  readonly scheduleTypes: readonly string[];
}

export interface SlaWindow extends SlaKinds {
  readonly from: Instant;
  readonly to: Instant;
}

export interface SlaInstances {
  readonly instances: readonly SlaInstance[];
  readonly statistics: SlaStatistics;
}

/** What an appliance tells of one SLA-based policy. Every method is one list, walked to its end. */
export class SlaReader {
  constructor(private readonly client: VbAwsClient) {}

  /** Native ids of the policies that protect an EC2 instance, as the appliance chooses them; [] where it does not know the instance. */
  async policiesOf(instanceId: string, scope: CallScope): Promise<ReadonlySet<string>> {
    const { rows } = await this.client.walk(SLA_PATH, { VirtualMachineId: instanceId }, scope);
    return new Set(rows.flatMap((row) => Row.of(row)?.id('id') ?? []));
  }

  /** By policy id: the report may hold other policies too. Those the appliance has not judged are missing. */
  async report(policyId: string, scope: CallScope): Promise<ReadonlyMap<string, SlaCompliance>> {
    const walked = await this.client.slaReport(policyId, scope);
    return new Map(read(walked, slaCompliance).map((one) => [one.policyId, one]));
  }

  async results(policyId: string, kinds: SlaKinds, scope: CallScope): Promise<readonly SlaPeriod[]> {
    // The trailing slash is the product's; the list has no paging.
    const path = `${slaPolicyPath(policyId)}/slaResults/`;
    return read({ rows: await this.client.unpaged(path, queryOf(kinds), scope) }, slaPeriod);
  }

  async instances(
    policyId: string,
    window: SlaWindow,
    search: string | null,
    scope: CallScope,
  ): Promise<SlaInstances> {
    const query = { ...windowOf(window), searchPattern: search };
    const { first, ...walked } = await this.client.walkFrom(
      `${slaPolicyPath(policyId)}/slaInstances`,
      query,
      scope,
    );
    return { instances: read(walked, slaInstance), statistics: slaStatistics(first.object('statistics')) };
  }

  async sessions(
    policyId: string,
    instanceId: string,
    window: SlaWindow,
    scope: CallScope,
  ): Promise<readonly SlaInstanceSession[]> {
    const path = `${slaPolicyPath(policyId)}/slaSessions/${encodeURIComponent(instanceId)}`;
    return read(await this.client.walk(path, windowOf(window), scope), slaInstanceSession);
  }

  async log(sessionId: string, scope: CallScope): Promise<readonly SlaLogLine[]> {
    const path = `${SLA_PATH}/slaSessions/${encodeURIComponent(sessionId)}/slaSessionLogs`;
    return read({ rows: await this.client.unpaged(path, {}, scope) }, slaLogLine);
  }

  async cost(policyId: string, scope: CallScope): Promise<PolicyCost> {
    return policyCost(await this.client.object(`${slaPolicyPath(policyId)}/cost`, scope));
  }

  async protectedResources(policyId: string, scope: CallScope): Promise<readonly AwsResource[]> {
    const path = `${slaPolicyPath(policyId)}/protectedResources`;
    return read(await this.client.walk(path, {}, scope), awsResource);
  }

  async excludedResources(
    policyId: string,
    search: string | null,
    scope: CallScope,
  ): Promise<readonly AwsResource[]> {
    const path = `${slaPolicyPath(policyId)}/excludedItems`;
    return read(await this.client.walk(path, { SearchPattern: search }, scope), awsResource);
  }

  async regions(policyId: string, scope: CallScope): Promise<readonly PolicyRegion[]> {
    return read(await this.client.walk(`${slaPolicyPath(policyId)}/regions`, {}, scope), policyRegion);
  }
}

function read<T>(walked: Pick<WalkedRows, 'rows'> | null, one: (row: unknown) => T | null): T[] {
  return (walked?.rows ?? []).flatMap((row) => one(row) ?? []);
}

function queryOf({ backupTypes, scheduleTypes }: SlaKinds): QueryParameters {
  return { backupType: backupTypes, scheduleType: scheduleTypes };
}

function windowOf({ from, to, ...kinds }: SlaWindow): QueryParameters {
  return { dateFrom: utc(from), dateTo: utc(to), ...queryOf(kinds) };
}

function utc(instant: Instant): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
}
