import { Refusal } from '../../../core/errors/refusal.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { Listing } from '../../../core/ports/listing.js';
import type { Vb365Client } from '../client.js';
import type { ProxyRecord } from '../native.js';
import type { ApiVersion } from '../negotiation.js';
import type { ProxyPoolRow, ProxyRow } from '../wire/infrastructure.js';
import { readProxy, readProxyPool } from '../wire/infrastructure.js';
import type { ProxyCredentials } from '../wire/proxy-credentials.js';
import { writeSsh } from '../wire/proxy-credentials.js';
import { TYPES } from '../native.js';

export interface ProxyRemoval {
  /** null: none are given; v3 insists on them. */
  readonly credentials: ProxyCredentials | null;
  /** Also when it is offline, in use, or the default one. */
  readonly force: boolean;
}

/** Backup proxies of one server: v3 has one address for all actions, newer versions one for each. */
export class Vb365Proxies {
  constructor(
    private readonly server: string,
    private readonly client: Vb365Client,
  ) {}

  /** All proxies: one list. */
  async list(scope: CallScope): Promise<Listing<ProxyRecord>> {
    const isPaged = (await this.client.version()) === 'v8';
    const read = (value: unknown): ProxyRecord | undefined => {
      const row = readProxy(value);
      return row && mapProxy(this.server, row);
    };
    return this.client.list({ path: '/Proxies', isPaged }, read, scope);
  }

  /** Pools by native id: one list in v8; none exist before. */
  async pools(scope: CallScope): Promise<ReadonlyMap<string, ProxyPoolRow>> {
    if ((await this.client.version()) !== 'v8') return new Map();
    const { items } = await this.client.list({ path: '/ProxyPools' }, readProxyPool, scope);
    return new Map(items.map((pool) => [pool.id, pool]));
  }

  /** Reads the state of the machine anew; done when it returns. */
  async rescan({ nativeId }: ProxyRecord, scope: CallScope): Promise<void> {
    if ((await this.client.version()) === 'v3')
      await this.client.change(`${pathOf(nativeId)}/Action`, { rescan: null }, scope);
    else await this.client.change(`${pathOf(nativeId)}/Rescan`, undefined, scope);
  }

  /** Takes a proxy out of the server's configuration. */
  async remove({ nativeId }: ProxyRecord, removal: ProxyRemoval, scope: CallScope): Promise<void> {
    const version = await this.client.version();
    if (version === 'v3')
      await this.client.change(`${pathOf(nativeId)}/Action`, { remove: legacyRemoval(removal) }, scope);
    else await this.client.change(`${pathOf(nativeId)}/Remove`, removalBody(removal, version), scope);
  }

  /** Before v8 proxies have no maintenance mode. */
  async setMaintenance(
    { nativeId }: ProxyRecord,
    on: boolean,
    credentials: ProxyCredentials,
    scope: CallScope,
  ): Promise<void> {
    const version = await this.client.version();
    if (version !== 'v8')
      throw unsupported(`proxies have no maintenance mode in API version ${version}; it came with v8`);
    const body =
      'windows' in credentials
        ? { username: credentials.windows.userName, password: credentials.windows.password }
        : { sshSettings: writeSsh(credentials.linux) };
    await this.client.change(`${pathOf(nativeId)}/maintenance/${on ? 'enable' : 'disable'}`, body, scope);
  }
}

function pathOf(proxyId: string): string {
  return `/Proxies/${encodeURIComponent(proxyId)}`;
}

function removalBody({ credentials, force }: ProxyRemoval, version: ApiVersion): object {
  if (credentials === null) return { force };
  if ('windows' in credentials) {
    const { userName, password: userPassword } = credentials.windows;
    return { force, userName, userPassword };
  }
  if (version !== 'v8') throw linuxUnsupported(version);
  return { force, sshSettings: writeSsh(credentials.linux) };
}

/** v3 spells the user name in lower case, needs the account, and cannot be forced. */
function legacyRemoval({ credentials, force }: ProxyRemoval): object {
  if (force)
    throw unsupported('API version v3 cannot force the removal of a proxy; force came with v6', ['force']);
  if (credentials === null)
    throw Refusal.of('INVALID_INPUT', "API version v3 needs the account of the proxy's machine", {
      field: ['input', 'credentials'],
    });
  if ('linux' in credentials) throw linuxUnsupported('v3');
  const { userName: username, password: userPassword } = credentials.windows;
  return { username, userPassword };
}

function linuxUnsupported(version: ApiVersion): Refusal {
  return unsupported(`API version ${version} knows no Linux proxies; credentials.linux came with v8`, [
    'credentials',
    'linux',
  ]);
}

/** `field`: what the version lacks; none: what is asked for as a whole. */
function unsupported(message: string, field: readonly string[] | null = null): Refusal {
  return Refusal.of('UNSUPPORTED', message, { field: field && ['input', ...field] });
}

function mapProxy(server: string, row: ProxyRow): ProxyRecord {
  return {
    type: TYPES.proxy,
    server,
    nativeId: row.id,
    name: row.hostName ?? row.fqdn ?? row.id,
    native: row,
  };
}
