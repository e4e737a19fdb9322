import { cased, repositoryTypeWord, since } from '../revisions.js';
import { credentialsId } from '../world/credentials.js';
import { BACKUP_SERVER_ID } from '../world/ids.js';
import type { RepositoryRecord, ScaleOutRecord } from '../world/records.js';
import { from, maybe } from './view.js';
import type { Json, View } from './view.js';

/** A repository's settings: one shape per type. Types without a model of their own carry the base alone. */
export function repositoryBody(view: View, repository: RepositoryRecord): Json {
  return {
    id: repository.id,
    name: repository.name,
    description: repository.description,
    uniqueId: repository.uniqueId ?? repository.id.replaceAll('-', '').toUpperCase(),
    type: repository.strangeType ?? repositoryTypeWord(view.revision, repository.type),
    ...(repository.strangeType ? {} : (repository.settings ?? settingsOf(view, repository))),
  };
}

function settingsOf(view: View, repository: RepositoryRecord): Json {
  const { immutableDays, path, taskLimit } = repository;
  switch (repository.type) {
    case 'WinLocal':
    case 'LinuxLocal':
      return onHost(view, repository, { path });
    case 'LinuxHardened':
      return onHost(view, repository, {
        path,
        useFastCloningOnXFSVolumes: true,
        makeRecentBackupsImmutableDays: immutableDays,
      });
    case 'Smb':
      return onShare(view, repository, { credentialsId: credentialsId(view.world.seed, 1) });
    case 'Nfs':
      return onShare(view, repository, {});
    case 'AmazonS3':
      return {
        ...taskLimits(taskLimit),
        account: { credentialsId: credentialsId(view.world.seed, 2), regionType: 'Global', ...connection },
        bucket: { regionId: repository.location, ...bucket(repository) },
        ...mountServer(view),
      };
    case 'AmazonS3Glacier':
      return {
        account: { credentialsId: credentialsId(view.world.seed, 2), regionType: 'Global', ...connection },
        bucket: {
          regionId: repository.location,
          bucketName: repository.bucket,
          folderName: 'veeam',
          immutabilityEnabled: immutableDays > 0,
          useDeepArchive: false,
        },
      };
    case 'S3Compatible':
      return {
        ...taskLimits(taskLimit),
        account: {
          servicePoint: repository.location,
          regionId: 'us-east-1',
          credentialsId: credentialsId(view.world.seed, 3),
          ...connection,
        },
        bucket: bucket(repository),
        ...mountServer(view),
      };
    case 'WasabiCloud':
      return {
        ...taskLimits(taskLimit),
        account: {
          regionId: repository.location,
          credentialsId: credentialsId(view.world.seed, 4),
          ...connection,
        },
        bucket: bucket(repository),
        ...mountServer(view),
      };
    case 'AzureBlob':
      return {
        ...taskLimits(taskLimit),
        account: { credentialsId: credentialsId(view.world.seed, 5), regionType: 'Global', ...connection },
        container: {
          containerName: repository.bucket,
          folderName: 'veeam',
          ...consumptionLimit,
          ...from(view, '1.3-rev0', () => immutability(immutableDays)),
        },
        ...mountServer(view),
      };
    case 'VeeamDataCloudVault':
      return {
        account: {
          vault: { vaultId: 'vault-one', vaultName: 'Vault one', isInitialized: true, folders: ['veeam'] },
          ...connection,
        },
        container: { folder: 'veeam', ...consumptionLimit, ...immutability(immutableDays) },
        ...mountServer(view),
      };
    case 'DellDataDomain':
      return from(view, '1.3-rev2', () => dataDomain(view, repository));
    default:
      // Repositories of the other types are only ever made through the API, so their settings are known.
      return {};
  }
}

/** The load and condition of a repository. */
export function repositoryStateBody(view: View, repository: RepositoryRecord): Json {
  const { world, revision } = view;
  const host = world.managedServers.find(({ id }) => id === repository.hostId);
  const membership = membershipOf(world.scaleOutRepositories, repository.id);
  return {
    id: repository.id,
    name: repository.name,
    type: repository.strangeType ?? repositoryTypeWord(revision, repository.type),
    description: repository.description,
    ...maybe(view, 'hostId', repository.hostId),
    ...maybe(view, 'hostName', host?.name),
    ...maybe(view, 'path', repository.path),
    capacityGB: repository.capacityGB,
    freeGB: repository.freeGB,
    usedSpaceGB: repository.usedSpaceGB,
    isOnline: repository.online,
    ...from(view, '1.3-rev0', () => ({
      isOutOfDate: repository.strangeType ? String(repository.outOfDate) : repository.outOfDate,
      ...(membership && {
        scaleOutRepositoryDetails: {
          membership: membership.scaleOut.name,
          scaleOutRepositoryId: membership.scaleOut.id,
          extentType: membership.extentType,
        },
      }),
    })),
  };
}

/** Which scale-out repository a repository is an extent of, and in which tier. */
export function membershipOf(
  scaleOutRepositories: readonly ScaleOutRecord[],
  repositoryId: string,
): { scaleOut: ScaleOutRecord; extentType: 'Performance' | 'Capacity' | 'Archive' } | undefined {
  for (const scaleOut of scaleOutRepositories) {
    if (scaleOut.performance.some((extent) => extent.repositoryId === repositoryId))
      return { scaleOut, extentType: 'Performance' };
    if (scaleOut.capacity?.repositoryIds.includes(repositoryId)) return { scaleOut, extentType: 'Capacity' };
    if (scaleOut.archive?.repositoryId === repositoryId) return { scaleOut, extentType: 'Archive' };
  }
  return undefined;
}

const connection = { connectionSettings: { connectionType: 'Direct' } };
const consumptionLimit = { storageConsumptionLimit: { isEnabled: false } };

function taskLimits(taskLimit: number): Json {
  return { taskLimitEnabled: true, maxTaskCount: taskLimit };
}

function immutability(days: number): Json {
  return { immutability: days > 0 ? { isEnabled: true, daysCount: days } : { isEnabled: false } };
}

function bucket(repository: RepositoryRecord): Json {
  return {
    bucketName: repository.bucket,
    folderName: 'veeam',
    ...consumptionLimit,
    ...immutability(repository.immutableDays),
  };
}

function onHost(view: View, repository: RepositoryRecord, own: Json): Json {
  return {
    hostId: repository.hostId,
    repository: { ...own, ...taskLimits(repository.taskLimit), advancedSettings: { perVmBackup: true } },
    ...mountServer(view),
  };
}

function onShare(view: View, repository: RepositoryRecord, account: Json): Json {
  return {
    share: { sharePath: repository.location, ...account, gatewayServer: { autoSelectEnabled: true } },
    repository: { ...taskLimits(repository.taskLimit), advancedSettings: { perVmBackup: true } },
    ...mountServer(view),
  };
}

function dataDomain(view: View, repository: RepositoryRecord): Json {
  return {
    dellDataDomain: {
      ddServername: repository.location,
      credentialsId: credentialsId(view.world.seed, 6),
      gatewayServer: { autoSelection: true },
    },
    repository: {
      path: repository.path,
      ...immutability(repository.immutableDays),
      enableTaskLimit: true,
      maxTaskCount: repository.taskLimit,
    },
    mountServers: mountServer(view)['mountServer'],
  };
}

/** Flat in 1.2, split by platform from 1.3 on. */
function mountServer(view: View): Json {
  const settings = {
    mountServerId: BACKUP_SERVER_ID,
    writeCacheFolder: 'C:\\ProgramData\\Veeam\\Backup\\IRCache',
    vPowerNFSEnabled: true,
    vPowerNFSPortSettings: { mountPort: 1058, vPowerNFSPort: 2049 },
  };
  if (!since(view.revision, '1.3-rev0')) return { mountServer: settings };
  return { mountServer: { mountServerSettingsType: cased(view.revision, 'Windows'), windows: settings } };
}
