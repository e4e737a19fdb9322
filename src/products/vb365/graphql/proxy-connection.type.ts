import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { Edge } from '../../../schema/shared/connection.type.js';
import { ConnectionType } from '../../../schema/shared/connection.type.js';
import { PageArgs } from '../../../schema/shared/page-args.js';
import { StringFilter } from '../../../schema/shared/string-filter.input.js';
import { TagInput } from '../../../schema/shared/tag.input.js';
import type { ProxyRecord } from '../native.js';
import { VbM365Proxy } from './proxy.type.js';

@InputType('VbM365ProxyFilter', { description: 'Which backup proxies; every given condition must hold.' })
export class VbM365ProxyFilter {
  @Field(() => [ID], { nullable: true, description: 'Of one of these servers (ids of BackupServer).' })
  readonly servers?: string[] | null;

  @Field(() => [TagInput], { nullable: true, description: 'Of servers that carry all of these tags.' })
  readonly tags?: TagInput[] | null;

  @Field(() => StringFilter, { nullable: true, description: 'Conditions on `name`.' })
  readonly name?: StringFilter | null;
}

@ArgsType()
export class VbM365ProxyArgs extends PageArgs {
  @Field(() => VbM365ProxyFilter, { nullable: true, description: 'Which proxies. Absent: all.' })
  readonly filter?: VbM365ProxyFilter | null;
}

@ObjectType('VbM365ProxyEdge', { description: 'A backup proxy with its place in a list.' })
export class VbM365ProxyEdge {
  @Field(() => String, { description: 'Its place, for `after`.' })
  readonly cursor!: string;

  @Field(() => VbM365Proxy, { description: 'The proxy.' })
  readonly node!: VbM365Proxy;
}

@ObjectType('VbM365ProxyConnection', {
  description: 'One page of backup proxies over all asked VB_M365 servers, and what is known of its sources.',
})
export class VbM365ProxyConnection extends ConnectionType<ProxyRecord, VbM365Proxy> {
  @Field(() => [VbM365ProxyEdge], { description: 'The proxies with their cursors.' })
  get edges(): readonly Edge<VbM365Proxy>[] {
    return this.rows;
  }

  @Field(() => [VbM365Proxy], { description: 'The proxies.' })
  get nodes(): readonly VbM365Proxy[] {
    return this.rows.map(({ node }) => node);
  }
}
