import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { connectionOf } from '../../../schema/shared/connection-of.js';
import { MaxAgeArgs } from '../../../schema/shared/page-args.js';
import { ProductListFilter } from '../../../schema/shared/product-list.inputs.js';
import type { ProxyRecord } from '../native.js';
import { VbM365Proxy } from './proxy.type.js';

@InputType('VbM365ProxyFilter', { description: 'Which backup proxies; every given condition must hold.' })
export class VbM365ProxyFilter extends ProductListFilter {}

@ArgsType()
export class VbM365ProxyArgs extends MaxAgeArgs {
  @Field(() => VbM365ProxyFilter, { nullable: true, description: 'Which proxies. Absent: all.' })
  readonly filter?: VbM365ProxyFilter | null;
}

export const VbM365ProxyConnection = connectionOf<ProxyRecord, VbM365Proxy>(VbM365Proxy, 'VbM365Proxy', {
  one: 'a backup proxy',
  many: 'backup proxies',
  servers: 'VB_M365 servers',
});
