import { Field, ObjectType } from '@nestjs/graphql';
import type { StartPlan } from '../../../core/model/policy-terms.js';
import type { SlaPolicyNative, SnapshotSettings } from '../mappers/policy-native.js';
import { overallCompliance } from '../mappers/sla.js';
import type { SlaCompliance, SlaVerdict } from '../mappers/sla.js';
import { slaCompliance, templatesOf } from './datasets.js';
import { VbAwsPolicyTemplateType } from './lookups.type.js';
import { VbAwsSnapshotSettingsType } from './policy-parts.type.js';
import { VbAwsProductionWorkersType } from './policy-settings.type.js';
import type { ProductionWorkers } from '../mappers/policy-settings.js';
import { VbAwsPolicyType } from './policy.type.js';
import { VbAwsReplicaMappingType, VbAwsReplicaSettingsType } from './replica.type.js';
import { VbAwsSlaVerdictType } from './sla-verdict.type.js';

@ObjectType('VbAwsSlaNotifications', {
  description: 'Who hears of an SLA-based policy (notificationSettings).',
})
export class VbAwsSlaNotificationsType {
  @Field(() => String, { nullable: true, description: 'Address of the mail (email). null: not told.' })
  readonly email!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether mails are sent (enableNotifications). null: not told.',
  })
  readonly enableNotifications!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether only missed targets and removed instances are told (includeOnlyMissedSlaAndRemovedVms). null: not told.',
  })
  readonly includeOnlyMissedSlaAndRemovedVms!: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      'When mails are sent, as the product writes it (sendOnSpecificTime; its format is not published). null: not told.',
  })
  readonly sendOnSpecificTime!: string | null;
}

@ObjectType('VbAwsSlaCompliance', {
  description: 'Whether an SLA-based policy keeps what its template promises (slaReport).',
})
export class VbAwsSlaComplianceType {
  constructor(private readonly compliance: SlaCompliance) {}

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether every kind of copy that was judged met its target. null: none was judged.',
  })
  get met(): boolean | null {
    return overallCompliance(this.compliance);
  }

  @Field(() => VbAwsSlaVerdictType, {
    nullable: true,
    description: 'Snapshots (snapshotSlaReport). null: it makes none.',
  })
  get snapshots(): SlaVerdict | null {
    return this.compliance.snapshots;
  }

  @Field(() => VbAwsSlaVerdictType, {
    nullable: true,
    description: 'Copies of snapshots (replicaSlaReport). null: it makes none.',
  })
  get replicas(): SlaVerdict | null {
    return this.compliance.replicas;
  }

  @Field(() => VbAwsSlaVerdictType, {
    nullable: true,
    description: 'Backups (backupSlaReport). null: it makes none.',
  })
  get backups(): SlaVerdict | null {
    return this.compliance.backups;
  }

  @Field(() => VbAwsSlaVerdictType, {
    nullable: true,
    description: 'Archived backups (archiveSlaReport). null: it makes none.',
  })
  get archive(): SlaVerdict | null {
    return this.compliance.archive;
  }
}

@ObjectType('VbAwsSlaPolicy', {
  implements: () => [VbAwsPolicyType],
  description:
    'A policy for EC2 instances that promises a service level instead of a schedule (GET /policy/ec2SlaBasedPolicies). It can be enabled and disabled, not started or stopped.',
})
export class VbAwsSlaPolicy extends VbAwsPolicyType<SlaPolicyNative> {
  @Field(() => VbAwsSlaComplianceType, {
    nullable: true,
    description:
      'Whether it keeps its promise (GET …/{policyId}/slaReport/). The report of one policy tells of all: one upstream call a server. null: the appliance has not judged it; with an entry in errors: the report could not be read.',
  })
  get compliance(): Promise<VbAwsSlaComplianceType | null> {
    return slaCompliance(this.reader, this.record.nativeId).then(
      (compliance) => compliance && new VbAwsSlaComplianceType(compliance),
    );
  }

  @Field(() => VbAwsPolicyTemplateType, {
    nullable: true,
    description:
      'What it promises (slaTemplateId), read from GET /policyTemplates/slaTemplates once a server and operation. null: it names none, or the template is gone; with an entry in errors: the list could not be read.',
  })
  get slaTemplate(): Promise<VbAwsPolicyTemplateType | null> {
    return this.template('slaTemplates', this.record.native.slaTemplateId);
  }

  @Field(() => VbAwsPolicyTemplateType, {
    nullable: true,
    description:
      'Where it stores to (storageTemplateId), read from GET /policyTemplates/storageTemplates once a server and operation; `repositories` has the repositories it names. null: it makes snapshots only, or the template is gone; with an entry in errors: the list could not be read.',
  })
  get storageTemplate(): Promise<VbAwsPolicyTemplateType | null> {
    return this.template('storageTemplates', this.record.native.storageTemplateId);
  }

  @Field(() => VbAwsSlaNotificationsType, {
    nullable: true,
    description: 'Who hears of it (notificationSettings). null: nobody, or not told.',
  })
  get notificationSettings(): SlaPolicyNative['notifications'] {
    return this.record.native.notifications;
  }

  @Field(() => VbAwsSnapshotSettingsType, {
    nullable: true,
    description: 'How its snapshots are made (snapshotSettings). null: not told.',
  })
  get snapshotSettings(): SnapshotSettings | null {
    return this.record.native.snapshots;
  }

  @Field(() => VbAwsReplicaSettingsType, {
    nullable: true,
    description:
      'Where its snapshots are copied to, and with which tags (replicaSettings). null: they are not, or not told.',
  })
  get replicaSettings(): VbAwsReplicaSettingsType | null {
    const { replicas, replicaTagging } = this.record.native;
    if (replicaTagging === null) return null;
    const mapping = replicas.map((one) => new VbAwsReplicaMappingType(one, this.reader));
    return { ...replicaTagging, mapping };
  }

  @Field(() => VbAwsProductionWorkersType, {
    nullable: true,
    description: 'Where worker instances run (productionWorkersSettings). null: not told.',
  })
  get productionWorkersSettings(): ProductionWorkers | null {
    return this.record.native.workers;
  }

  protected override async startPlan(): Promise<StartPlan> {
    return { kind: 'SLA', text: 'As its service level asks for', rules: [], open: null };
  }

  /** Its template says how long; in which words is not published. */
  protected override async kept(): Promise<null> {
    return null;
  }

  private async template(
    kind: 'slaTemplates' | 'storageTemplates',
    id: string | null,
  ): Promise<VbAwsPolicyTemplateType | null> {
    if (id === null) return null;
    const { value } = await templatesOf(this.reader, kind);
    const template = value.byId.get(id);
    return template === undefined ? null : new VbAwsPolicyTemplateType(template, this.operation);
  }
}
