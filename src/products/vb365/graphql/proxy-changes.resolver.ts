import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Refusal } from '../../../core/errors/refusal.js';
import { ChangeRunner } from '../../../core/federation/change-runner.js';
import { RequiresRole } from '../../../platform/graphql/checks/required-role.js';
import { validInput } from '../../../platform/graphql/validate-input.js';
import { confirmName, subjectOf } from '../../../schema/changes/change-target.js';
import type { ChangeInput } from '../../../schema/changes/change.inputs.js';
import type { GatewayContext, Operation } from '../../../schema/shared/operation.js';
import type { ProxyRecord } from '../native.js';
import type { ProxyCredentials } from '../wire/proxy-credentials.js';
import { changeM365 } from './change-support.js';
import { findProxy, proxyNow } from './find-proxy.js';
import type { VbM365ProxyCredentialsInput } from './proxy-credentials.inputs.js';
import {
  VbM365ProxyActionPayload,
  VbM365ProxyMaintenanceInput,
  VbM365RemoveProxyInput,
  VbM365RescanProxyInput,
} from './proxy.inputs.js';

/** Changes to backup proxies of Veeam Backup for Microsoft 365. */
@Resolver()
export class VbM365ProxyChangesResolver {
  constructor(private readonly changes: ChangeRunner) {}

  @Mutation(() => VbM365ProxyActionPayload, {
    description:
      'Looks at a backup proxy anew (POST /Proxies/{proxyId}/Rescan, in API version v3 its Action "rescan"). The server has done it when it answers: there is no session.',
  })
  @RequiresRole('OPERATOR')
  vbM365RescanProxy(
    @Args('input', { description: 'Which proxy.' }) input: VbM365RescanProxyInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbM365ProxyActionPayload> {
    return this.act('vbM365RescanProxy', input, operation, async () => {
      const { reader, proxy } = await findProxy(operation.fleet, input.proxy);
      await changeM365(reader, ({ proxies }, scope) => proxies.rescan(proxy, scope));
    });
  }

  @Mutation(() => VbM365ProxyActionPayload, {
    description:
      'Removes a backup proxy from its server (POST /Proxies/{proxyId}/Remove, in API version v3 its Action "remove"). Done when `userErrors` is empty and `proxy` is null; there is no session.',
  })
  @RequiresRole('ADMIN')
  vbM365RemoveProxy(
    @Args('input', { description: 'Which proxy, and how.' }) input: VbM365RemoveProxyInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbM365ProxyActionPayload> {
    return this.act('vbM365RemoveProxy', input, operation, async () => {
      const { confirmName: confirmed, credentials, force } = validInput(VbM365RemoveProxyInput, input);
      const { reader, proxy } = await findProxy(operation.fleet, input.proxy);
      confirmName(confirmed, proxy.name);
      const removal = { credentials: credentials ? credentialsFor(proxy, credentials) : null, force };
      await changeM365(reader, ({ proxies }, scope) => proxies.remove(proxy, removal, scope));
    });
  }

  @Mutation(() => VbM365ProxyActionPayload, {
    description:
      'Puts a backup proxy into maintenance, so that no job uses it (POST /Proxies/{proxyId}/maintenance/enable, API version v8; UNSUPPORTED before). It may be Enabling for a while: see `maintenanceMode`.',
  })
  @RequiresRole('ADMIN')
  vbM365EnableProxyMaintenance(
    @Args('input', { description: 'Which proxy.' }) input: VbM365ProxyMaintenanceInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbM365ProxyActionPayload> {
    return this.setMaintenance('vbM365EnableProxyMaintenance', true, input, operation);
  }

  @Mutation(() => VbM365ProxyActionPayload, {
    description:
      'Takes a backup proxy out of maintenance (POST /Proxies/{proxyId}/maintenance/disable, API version v8; UNSUPPORTED before).',
  })
  @RequiresRole('ADMIN')
  vbM365DisableProxyMaintenance(
    @Args('input', { description: 'Which proxy.' }) input: VbM365ProxyMaintenanceInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbM365ProxyActionPayload> {
    return this.setMaintenance('vbM365DisableProxyMaintenance', false, input, operation);
  }

  private setMaintenance(
    name: string,
    on: boolean,
    input: VbM365ProxyMaintenanceInput,
    operation: Operation,
  ): Promise<VbM365ProxyActionPayload> {
    return this.act(name, input, operation, async () => {
      const { credentials } = validInput(VbM365ProxyMaintenanceInput, input);
      const { reader, proxy } = await findProxy(operation.fleet, input.proxy);
      const account = credentialsFor(proxy, credentials);
      await changeM365(reader, ({ proxies }, scope) => proxies.setMaintenance(proxy, on, account, scope));
    });
  }

  private async act(
    name: string,
    input: ChangeInput & { readonly proxy: string },
    operation: Operation,
    work: () => Promise<void>,
  ): Promise<VbM365ProxyActionPayload> {
    const { idempotencyKey } = input;
    const { errors } = await this.changes.run(operation.caller, {
      name,
      input,
      idempotencyKey,
      about: subjectOf(operation.fleet, input.proxy, ['input', 'proxy']),
      work,
    });
    return {
      get proxy() {
        return proxyNow(operation, input.proxy);
      },
      userErrors: errors,
    };
  }
}

/** The account for this machine. Throws Refusal where it is one of another system. */
function credentialsFor(
  { native }: ProxyRecord,
  { windows, linux }: VbM365ProxyCredentialsInput,
): ProxyCredentials {
  const system = native.operatingSystem?.toLowerCase();
  if (linux && system !== 'windows') return { linux };
  if (windows && system !== 'linux') return { windows };
  throw Refusal.of('INVALID_INPUT', `the proxy is installed on ${native.operatingSystem ?? 'Windows'}`, {
    field: ['input', 'credentials', linux ? 'linux' : 'windows'],
  });
}
