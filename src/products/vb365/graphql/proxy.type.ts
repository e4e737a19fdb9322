import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import { encodeId } from '../../../core/model/ids.js';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import { BackupServerType } from '../../../schema/servers/backup-server.type.js';
import { NodeType } from '../../../schema/shared/node.type.js';
import type { Operation } from '../../../schema/shared/operation.js';
import type { ProxyRecord } from '../native.js';
import { TYPES } from '../native.js';
import type { ProxyPoolRow, ProxyRow } from '../wire/infrastructure.js';
import { poolOf, repositoriesOf } from './datasets.js';

@ObjectType('VbM365ProxyPool', {
  description: 'A pool of VB_M365 backup proxies that share work (ProxyPools, API version v8).',
})
export class VbM365ProxyPool implements ProxyPoolRow {
  @Field(() => String, { name: 'nativeId', description: "The product's own id of the pool." })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Name shown in the product. null: not told.' })
  readonly name!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What an administrator noted about it. null: nothing.',
  })
  readonly description!: string | null;
}

@ObjectType('VbM365Throttling', {
  description: 'The limit of the network bandwidth a VB_M365 proxy may use.',
})
export class VbM365Throttling {
  @Field(() => Float, { description: 'The limit, in `unit` (throttlingValue).' })
  readonly value!: number;

  @Field(() => String, {
    nullable: true,
    description: "The product's word for the unit: Mbps, MBs or KBs, all per second. null: not told.",
  })
  readonly unit!: string | null;
}

@ObjectType('VbM365Proxy', {
  implements: () => [NodeType],
  description:
    'A backup proxy of VB_M365 (Proxies): the machine that reads from Microsoft 365 and writes to repositories.',
})
export class VbM365Proxy extends NodeType {
  readonly typeName = TYPES.proxy;

  constructor(
    private readonly record: ProxyRecord,
    private readonly operation: Operation,
  ) {
    super();
  }

  get id(): string {
    return encodeId(this.record);
  }

  @Field(() => String, { description: "The product's own id of the proxy." })
  get nativeId(): string {
    return this.record.nativeId;
  }

  @Field(() => String, {
    description:
      'Its host name; where the server tells none, its domain name or its native id. What `confirmName` has to repeat.',
  })
  get name(): string {
    return this.record.name;
  }

  @Field(() => BackupServerType, { description: 'The server it belongs to.' })
  get server(): BackupServerType {
    return this.operation.server(this.reader);
  }

  @Field(() => String, { nullable: true, description: 'DNS name or address. null: not told.' })
  get hostName(): string | null {
    return this.row.hostName;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Fully qualified domain name. null: not told; API version v6 never does.',
  })
  get fqdn(): string | null {
    return this.row.fqdn;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What an administrator noted about it. null: nothing.',
  })
  get description(): string | null {
    return this.row.description;
  }

  @Field(() => Int, { nullable: true, description: 'TCP port it listens on. null: not told.' })
  get port(): number | null {
    return this.row.port;
  }

  @Field(() => String, {
    nullable: true,
    description: "The product's word for where it stands: Local, Domain or Workgroup. null: not told.",
  })
  get type(): string | null {
    return this.row.type;
  }

  @Field(() => String, {
    nullable: true,
    description: "The product's word: Online or Offline. null: not told.",
  })
  get status(): string | null {
    return this.row.status;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for its maintenance mode: Disabled, Enabling or Enabled. null: API version before v8, which has none.",
  })
  get maintenanceMode(): string | null {
    return this.row.maintenanceMode;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Windows or Linux. null: API version before v8, where all are Windows.',
  })
  get operatingSystem(): string | null {
    return this.row.operatingSystem;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Version of the product installed on it. null: not told; API versions before v8 never do.',
  })
  get version(): string | null {
    return this.row.version;
  }

  @Field(() => [String], {
    description:
      "The product's words for what it does: Orchestrator, Scheduler, ApplianceProcessor, Processor. Empty before API version v8.",
  })
  get roles(): readonly string[] {
    return this.row.roles;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'CPU use in percent. null: offline, or API version before v8.',
  })
  get cpuUsagePercent(): number | null {
    return this.row.cpuUsagePercent;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'Memory use in percent. null: offline, or API version before v8.',
  })
  get memoryUsagePercent(): number | null {
    return this.row.memoryUsagePercent;
  }

  @Field(() => Int, {
    nullable: true,
    description:
      'How many threads it works with (threadsNumber). null: API version v8, which no longer tells.',
  })
  get threads(): number | null {
    return this.row.threads;
  }

  @Field(() => VbM365Throttling, {
    nullable: true,
    description: 'Its bandwidth limit. null: none is set.',
  })
  get throttling(): VbM365Throttling | null {
    const { throttlingEnabled, throttlingValue, throttlingUnit } = this.row;
    return throttlingEnabled === true && throttlingValue !== null
      ? { value: throttlingValue, unit: throttlingUnit }
      : null;
  }

  @Field(() => VbM365ProxyPool, {
    nullable: true,
    description: 'The pool it belongs to; one upstream call a server. null: none, or API version before v8.',
  })
  get pool(): Promise<ProxyPoolRow | null> {
    return poolOf(this.reader, this.row.proxyPoolId);
  }

  @Field(() => [RepositoryType], {
    nullable: true,
    description:
      'The repositories it alone writes to, linked by id; those of its pool are not among them. Costs the list of repositories once a server. null: they could not be read.',
  })
  get repositories(): Promise<readonly RepositoryType[]> {
    return repositoriesOf(this.reader, this.nativeId).then((records) =>
      records.map((record) => this.operation.repository(record)),
    );
  }

  private get row(): ProxyRow {
    return this.record.native;
  }

  private get reader(): ServerReader {
    return this.operation.fleet.of(this.record);
  }
}
