import { Field, Float, ObjectType } from '@nestjs/graphql';
import type { FleetMember } from '../../core/federation/fleet.js';
import type { HealthReport, ServerStatus } from '../../core/upstream/server-health.js';
import type { ServerReader } from '../../core/federation/server-reader.js';
import type { Capability } from '../../core/model/capability.js';
import { encodeId } from '../../core/model/ids.js';
import type { Product, Tag } from '../../core/model/server.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { NodeType } from '../shared/node.type.js';
import type { Operation } from '../shared/operation.js';
import { ProductEnum } from '../shared/product.enum.js';
import { SourceErrorType, toSourceError } from '../shared/source-error.type.js';
import { TagType } from '../shared/tag.type.js';
import { ServerCapabilityEnum } from './capability.enum.js';

const ServerStatusEnum = describedEnum<ServerStatus>(
  'ServerStatus',
  'How a server fares, judged from real traffic and from a light probe in the background.',
  {
    ONLINE: 'Its last call was answered.',
    DEGRADED: 'It answers, but with errors, nonsense or a request to slow down.',
    OFFLINE: 'It does not answer, or its certificate is not trusted.',
    UNAUTHORIZED: 'It refuses the account.',
    UNKNOWN: 'It has not been asked yet.',
  },
);

@ObjectType('ServerHealth', {
  description: 'How a server fares. Answered from memory: never asks the server.',
})
export class ServerHealthType {
  constructor(private readonly report: HealthReport) {}

  @Field(() => ServerStatusEnum, { description: 'The verdict.' })
  get status(): ServerStatus {
    return this.report.status;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the verdict was reached (the gateway's clock). null: not asked yet.",
  })
  get checkedAt(): number | null {
    return this.report.checkedAt;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "When a call to it was last answered well (the gateway's clock), also while it fails now. null: never since the gateway started.",
  })
  get lastAnsweredAt(): number | null {
    return this.report.answeredAt;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'How long the last successful probe took, in milliseconds. null: none has succeeded yet.',
  })
  get latencyMs(): number | null {
    return this.report.latency;
  }

  @Field(() => SourceErrorType, {
    nullable: true,
    description: 'Its last failure. null: its last call was answered.',
  })
  get error(): SourceErrorType | null {
    return toSourceError(this.report.failure);
  }
}

/** One configured server. Lists below it are fields with arguments and stand in the resolver. */
@ObjectType('BackupServer', {
  implements: () => [NodeType],
  description: "One server of the gateway's configuration.",
})
export class BackupServerType extends NodeType {
  static readonly TYPE_NAME = 'BackupServer';
  readonly typeName = BackupServerType.TYPE_NAME;

  constructor(
    readonly reader: ServerReader,
    readonly operation: Operation,
  ) {
    super();
  }

  get id(): string {
    const { key } = this.reader.server;
    return encodeId({ type: this.typeName, server: key, nativeId: key });
  }

  @Field(() => String, { description: "The server's `key` in the configuration file." })
  get key(): string {
    return this.reader.server.key;
  }

  @Field(() => String, { description: "The server's `name` in the configuration file." })
  get name(): string {
    return this.reader.server.name;
  }

  @Field(() => ProductEnum, { description: 'Which product it runs.' })
  get product(): Product {
    return this.reader.server.product;
  }

  @Field(() => String, { description: 'Base address the gateway calls, without credentials.' })
  get url(): string {
    return this.reader.server.url;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'REST revision the gateway speaks with it: configured, or negotiated at first contact (VBR x-api-version, VB_AWS x-api-version, VB_M365 path version). null: not negotiated yet.',
  })
  get apiVersion(): string | null {
    return this.momentary.adapter.facts().apiVersion;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Version the server says it has (VBR serverInfo.buildVersion, VB_AWS system/version, VB_M365 ServiceInstance.version). null: not read yet, or the account may not read it.',
  })
  get productVersion(): string | null {
    return this.momentary.adapter.facts().productVersion;
  }

  @Field(() => [ServerCapabilityEnum], {
    nullable: true,
    description:
      'What it can, from its product and the revision in `apiVersion`, without asking it: what is not among them stays null, or is refused. null: the revision is not negotiated yet.',
  })
  get capabilities(): readonly Capability[] | null {
    return this.momentary.adapter.capabilities();
  }

  @Field(() => [TagType], { description: 'Its labels from the configuration file.' })
  get tags(): readonly Tag[] {
    return this.reader.server.tags;
  }

  @Field(() => ServerHealthType, { description: 'How it fares, from memory.' })
  get health(): ServerHealthType {
    return new ServerHealthType(this.momentary.health.current());
  }

  /** What the gateway learns about a server at any time, so that an answer with it is true for its moment only. */
  private get momentary(): FleetMember {
    this.operation.fleet.provenance.live();
    return this.reader.member;
  }
}
