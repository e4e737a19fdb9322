import { Refusal } from '../../../core/errors/refusal.js';
import type {
  VbrConsumptionLimitInput,
  VbrMountServerInput,
  VbrMountServersInput,
} from '../graphql/repository-parts.inputs.js';
import type { RepositorySettings } from '../graphql/repository-settings.inputs.js';
import type { VbrInFlightEncryption } from '../repository-words.js';
import { productWord } from '../product-words.js';
import { isAtLeast } from '../revision.js';
import { object } from '../../../platform/products-kit/values.js';
import { plain, put, putAll, switched, word } from './repository-setting.js';
import type { Body, Revision, Setting } from './repository-setting.js';

/** The settings a storage type has, and how each of them stands in its body. */
export type Settings = {
  readonly [K in keyof RepositorySettings]?: Setting<Exclude<RepositorySettings[K], undefined>>;
};

/** Limits of storage that keeps them under `repository`; appliances spell the switches in another way. */
export function diskLimits(spelling: 'old' | 'new'): Settings {
  const [tasks, rate] =
    spelling === 'old'
      ? ['taskLimitEnabled', 'readWriteLimitEnabled']
      : ['enableTaskLimit', 'enableReadWriteLimit'];
  return {
    taskLimit: switched(`repository.${tasks}`, 'repository.maxTaskCount'),
    readWriteRate: switched(`repository.${rate}`, 'repository.readWriteRate'),
  };
}

export const taskLimit: Settings = { taskLimit: switched('taskLimitEnabled', 'maxTaskCount') };

export const diskFormat: Settings = {
  perVmBackup: plain('repository.advancedSettings.perVmBackup'),
  alignDataBlocks: plain('repository.advancedSettings.alignDataBlocks'),
  decompressBeforeStoring: plain('repository.advancedSettings.decompressBeforeStoring'),
  rotatedDrives: plain('repository.advancedSettings.rotatedDrives'),
  rotatedDriveCleanup: word('repository.advancedSettings.RotatedDriveCleanupMode'),
};

export const fastClone: Settings = { fastClone: plain('repository.useFastCloningOnXFSVolumes') };

export function immutability(place: string, since: Revision = '1.2-rev1'): Settings {
  return {
    immutable: plain(`${place}.isEnabled`, { since }),
    immutabilityDays: plain(`${place}.daysCount`, { since }),
  };
}

/** Of object storage; who decides on the days is told since 1.3-rev0. */
export function objectImmutability(place: string, since: Revision = '1.2-rev1'): Settings {
  return {
    ...immutability(`${place}.immutability`, since),
    immutabilityMode: word(`${place}.immutability.immutabilityMode`, { since: '1.3-rev0' }),
  };
}

export function consumptionLimit(place: string): Settings {
  return {
    consumptionLimit: {
      nullable: true,
      write: (body: Body, limit: VbrConsumptionLimitInput | null) =>
        putAll(
          body,
          `${place}.storageConsumptionLimit`,
          limit === null
            ? { isEnabled: false }
            : { isEnabled: true, consumptionLimitCount: limit.count, consumptionLimitKind: limit.unit },
        ),
    },
  };
}

/** Gateways of shares and appliances: without any the product chooses. */
export function gateways(place: string, automatic: string): Settings {
  return {
    gatewayServerIds: {
      nullable: true,
      write: (body: Body, ids: string[] | null) =>
        putAll(body, place, {
          [automatic]: !namesAny(ids),
          gatewayServerIds: namesAny(ids) ? ids : undefined,
        }),
    },
  };
}

/** Gateways of object storage: without any it is reached directly. */
export const connection: Settings = {
  gatewayServerIds: {
    nullable: true,
    write: (body: Body, ids: string[] | null) =>
      putAll(
        body,
        'account.connectionSettings',
        namesAny(ids)
          ? { connectionType: 'SelectedGateway', gatewayServerIds: ids }
          : { connectionType: 'Direct', gatewayServerIds: undefined },
      ),
  },
};

function namesAny(ids: readonly string[] | null): boolean {
  return ids !== null && ids.length > 0;
}

/** An object of which only what is given changes; null takes the whole away. */
export function merged(
  place: string,
  more: Pick<Setting<object>, 'partsSince'> = {},
): Setting<object | null> {
  return {
    ...more,
    nullable: true,
    write: (body, part) => {
      if (part === null) return put(body, place, undefined);
      for (const [name, value] of Object.entries(part))
        if (value !== null && value !== undefined) put(body, `${place}.${name}`, value);
    },
  };
}

export const applianceServer: Settings = {
  applianceServerId: {
    nullable: true,
    write: (body: Body, id: string | null) =>
      id === null ? put(body, 'proxyAppliance', undefined) : put(body, 'proxyAppliance.managedServerId', id),
  },
};

export const inFlightEncryption: Settings = {
  inFlightEncryption: {
    nullable: true,
    write: (body: Body, strength: VbrInFlightEncryption | null) => {
      put(body, 'dellDataDomain.ddBoostEncryptionEnabled', strength !== null);
      if (strength !== null) put(body, 'dellDataDomain.ddBoostEncryptionType', productWord(strength));
    },
  },
};

export function mountServers(path: 'mountServer' | 'mountServers'): Settings {
  return {
    mountServers: {
      ...(path === 'mountServer' && { needed: { before: '1.3-rev2' } }),
      write: (body: Body, servers: VbrMountServersInput, revision: string) =>
        putAll(body, path, mountServersOf(servers, object(body[path]) ?? {}, revision)),
    },
  };
}

/** Flat in 1.2-rev1, one part per platform since; the platform's word is capitalised since 1.3-rev1. */
function mountServersOf({ windows, linux }: VbrMountServersInput, current: Body, revision: string): Body {
  const only = windows ?? linux;
  if (!only) throw Refusal.of('INVALID_INPUT', 'mountServers names none');
  if (!isAtLeast(revision, '1.3-rev0')) {
    if (windows && linux)
      throw Refusal.of('UNSUPPORTED', `revision ${revision} takes one mount server, not two`);
    return mountServer(only, current);
  }
  const type = windows && linux ? 'Both' : windows ? 'Windows' : 'Linux';
  return {
    mountServerSettingsType: isAtLeast(revision, '1.3-rev1') ? type : type.toLowerCase(),
    windows: windows ? mountServer(windows, object(current['windows'])) : undefined,
    linux: linux ? mountServer(linux, object(current['linux'])) : undefined,
  };
}

function mountServer(server: VbrMountServerInput, current: Body = {}): Body {
  const body: Body = {
    ...current,
    mountServerId: server.serverId,
    writeCacheFolder: server.writeCacheFolder,
    vPowerNFSEnabled: server.vPowerNfs,
  };
  if (server.mountPort != null) put(body, 'vPowerNFSPortSettings.mountPort', server.mountPort);
  if (server.nfsPort != null) put(body, 'vPowerNFSPortSettings.vPowerNFSPort', server.nfsPort);
  return body;
}
