import type { Organization } from '../world/records.js';
import { links, versioned, wireTime } from './view.js';
import type { Json, View } from './view.js';

export function organization(view: View, record: Organization, extended: boolean): Json {
  const path = `Organizations/${record.id}`;
  const isCloud = record.type !== 'OnPremises';
  return {
    id: record.id,
    name: record.name,
    officeName: record.officeName,
    type: record.type,
    region: record.region,
    isExchangeOnline: isCloud,
    isSharePointOnline: isCloud,
    isTeamsOnline: isCloud,
    isTeamsChatsOnline: false,
    isBackedup: record.firstBackup !== null,
    firstBackuptime: wireTime(record.firstBackup),
    lastBackuptime: wireTime(record.lastBackup),
    ...versioned(view, 7, 8, { description: record.description }),
    ...versioned(view, 8, 8, { msid: record.msid, backedUpOrganizationId: record.id.replaceAll('-', '') }),
    ...(extended ? connection(record) : {}),
    _links: links(view, {
      self: path,
      jobs: view.version < 8 ? `${path}/Jobs` : `Jobs?organizationId=${record.id}`,
      usedRepositories: `${path}/usedRepositories`,
    }),
  };
}

function connection({ type, name }: Organization): Json {
  if (type === 'OnPremises')
    return { exchangeSettings: { serverName: name, username: 'ALTWERK\\svc-backup', useSSL: true } };
  const settings = { useApplicationOnlyAuth: true, officeOrganizationName: name };
  return { exchangeOnlineSettings: settings, sharePointOnlineSettings: settings };
}
