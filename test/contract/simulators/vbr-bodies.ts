import { UNKNOWN_ID } from './vbr-client.js';

/** The backup server itself, the one host that every installation has. */
const HOST = '6745a759-2205-4cd2-b172-8ec8f7e60ef8';

function mountServer(revision: string): object {
  const settings = { mountServerId: HOST, writeCacheFolder: 'C:\\Cache', vPowerNFSEnabled: false };
  if (revision === '1.2-rev1') return settings;
  const isOld = revision === '1.3-rev0';
  return { mountServerSettingsType: isOld ? 'windows' : 'Windows', windows: settings };
}

/** A body that adds a repository on a Windows host. */
export function newRepository(revision: string, name: string): Record<string, unknown> {
  return {
    name,
    description: 'Added by a test',
    type: 'WinLocal',
    hostId: HOST,
    repository: { path: 'E:\\New', taskLimitEnabled: true, maxTaskCount: 6 },
    mountServer: mountServer(revision),
  };
}

/** A body that adds an immutable bucket. */
export function newBucket(revision: string, name: string): Record<string, unknown> {
  return {
    name,
    description: '',
    type: 'AmazonS3',
    account: { credentialsId: UNKNOWN_ID, regionType: 'Global' },
    bucket: {
      regionId: 'eu-west-1',
      bucketName: 'fresh',
      folderName: 'veeam',
      immutability: { isEnabled: true, daysCount: 45 },
    },
    mountServer: mountServer(revision),
  };
}
