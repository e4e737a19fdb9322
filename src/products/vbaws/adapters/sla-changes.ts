import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '../../../core/errors/refusal.js';
import type { PolicyRecord } from '../../../core/model/policy.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { VbAwsChangeSender } from '../change-sender.js';
import { policyCost } from '../mappers/cost.js';
import type { PolicyCost } from '../mappers/cost.js';
import { slaPolicyRecord } from '../mappers/policy.js';
import { SLA_PATH, SLA_POLICY_TYPE, policyRoutes, slaPolicyPath } from '../policy-routes.js';
import { hasSlaPolicies, slaPoliciesMissing } from '../revision.js';
import { specOf } from '../wire/sla-spec.js';
import type { SlaPolicySpec } from '../wire/sla-spec.js';
import { Row } from '../../../platform/products-kit/row.js';
import { readObject } from '../wire/page.js';
import { readPolicy } from '../wire/policy.js';

export interface PolicyPriority {
  readonly policyId: string;
  readonly priority: number;
}

/** Changes to SLA-based policies of one appliance. Everything throws Refusal. */
export class SlaChanges {
  constructor(
    private readonly changes: VbAwsChangeSender,
    private readonly server: string,
    private readonly revision: string,
  ) {}

  async create(spec: SlaPolicySpec, scope: CallScope): Promise<PolicyRecord | null> {
    this.requireSla();
    return this.record(await this.changes.send({ method: 'POST', path: SLA_PATH, json: spec }, scope));
  }

  /** What the policy would cost; changes nothing. */
  async costOf(spec: SlaPolicySpec, scope: CallScope): Promise<PolicyCost> {
    this.requireSla();
    const path = `${SLA_PATH}/cost`;
    return policyCost(readObject(await this.changes.send({ method: 'POST', path, json: spec }, scope)));
  }

  /** Replaces the policy by what `apply` makes of it; CONFLICT when somebody else changed it meanwhile. */
  async edit(
    policyId: string,
    apply: (current: SlaPolicySpec) => SlaPolicySpec,
    scope: CallScope,
  ): Promise<void> {
    const path = slaPolicyPath(policyId);
    const current = await this.changes.read(path, scope);
    const json = apply(specOf(readObject(current)));
    if (!isDeepStrictEqual(await this.changes.read(path, scope), current))
      throw Refusal.of('CONFLICT', 'it was changed by somebody else meanwhile; look at it and try again');
    await this.changes.send({ method: 'PUT', path, json, expect: 'nothing' }, scope);
  }

  /** `confirm` is given the policy's name just before it goes. */
  async remove(policyId: string, confirm: (name: string) => void, scope: CallScope): Promise<void> {
    const path = slaPolicyPath(policyId);
    confirm(readObject(await this.changes.read(path, scope)).text('name') ?? '');
    await this.changes.tell('DELETE', path, scope);
  }

  async setPriorities(priorities: readonly PolicyPriority[], scope: CallScope): Promise<void> {
    const path = `${SLA_PATH}/orderPriorities`;
    await this.changes.send({ method: 'POST', path, json: { priorities }, expect: 'nothing' }, scope);
  }

  /** Throws Refusal UNSUPPORTED where the revision has none, before anything is asked. */
  requireSla(): void {
    if (!hasSlaPolicies(this.revision)) throw Refusal.of('UNSUPPORTED', slaPoliciesMissing(this.revision));
  }

  private record(body: unknown): PolicyRecord | null {
    const wire = readPolicy(Row.of(body)?.whole);
    const route = policyRoutes(this.revision).find(({ type }) => type === SLA_POLICY_TYPE);
    return wire && route ? slaPolicyRecord(wire, route, this.server) : null;
  }
}
