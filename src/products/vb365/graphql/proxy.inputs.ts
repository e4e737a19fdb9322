import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, Matches, ValidateNested } from 'class-validator';
import { ChangeInput } from '../../../schema/changes/change.inputs.js';
import { ChangePayload } from '../../../schema/changes/change.payloads.js';
import { VbM365ProxyCredentialsInput } from './proxy-credentials.inputs.js';
import { VbM365Proxy } from './proxy.type.js';

@InputType('VbM365RescanProxyInput', { description: 'Which backup proxy to look at anew.' })
export class VbM365RescanProxyInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the proxy, of type VbM365Proxy.' })
  readonly proxy!: string;
}

@InputType('VbM365RemoveProxyInput', { description: 'Which backup proxy to remove, and how.' })
export class VbM365RemoveProxyInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the proxy, of type VbM365Proxy.' })
  readonly proxy!: string;

  @Matches(/\S/, { message: 'expected the name of the proxy' })
  @Field(() => String, {
    description:
      'The current `name` of the proxy (its host name), said again so that no other one is removed.',
  })
  readonly confirmName!: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => VbM365ProxyCredentialsInput)
  @Field(() => VbM365ProxyCredentialsInput, {
    nullable: true,
    description:
      "An account of the proxy's machine, with which the product is taken off it. null: none is given; API version v3 insists on one, newer versions as the case may be.",
  })
  readonly credentials?: VbM365ProxyCredentialsInput | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether to remove it also when it cannot be reached, is in use, or is the default proxy. true: its repositories are left without a proxy. UNSUPPORTED in API version v3.',
  })
  readonly force!: boolean;
}

@InputType('VbM365ProxyMaintenanceInput', {
  description: 'Which backup proxy to put into maintenance, or to take out of it.',
})
export class VbM365ProxyMaintenanceInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the proxy, of type VbM365Proxy.' })
  readonly proxy!: string;

  @ValidateNested()
  @Type(() => VbM365ProxyCredentialsInput)
  @Field(() => VbM365ProxyCredentialsInput, {
    description: "An account of the proxy's machine, which the server asks for.",
  })
  readonly credentials!: VbM365ProxyCredentialsInput;
}

@ObjectType('VbM365ProxyActionPayload', { description: 'What came of acting on a backup proxy.' })
export class VbM365ProxyActionPayload extends ChangePayload {
  @Field(() => VbM365Proxy, {
    nullable: true,
    description: 'The proxy as it is now. null: there is no such proxy (any more).',
  })
  readonly proxy!: VbM365Proxy | null | Promise<VbM365Proxy | null>;
}
