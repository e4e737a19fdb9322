import { BUILDS, since } from '../revisions.js';
import type { Revision } from '../revisions.js';
import { hostCredentialsId } from '../world/credentials.js';
import { BACKUP_SERVER_ID } from '../world/ids.js';
import type { ManagedServerRecord } from '../world/records.js';
import { TIME_ZONES } from '../world/server-clock.js';
import { from } from './view.js';
import type { Json, View } from './view.js';

const DAY = 24 * 60 * 60_000;

export function serverInfoBody(view: View, newest: Revision): Json {
  const { server } = view.world;
  return {
    vbrId: server.vbrId,
    name: server.name,
    buildVersion: BUILDS[newest],
    patches: [],
    databaseVendor: 'PostgreSQL',
    sqlServerEdition: '',
    sqlServerVersion: '15.8',
    databaseSchemaVersion: '13011',
    databaseContentVersion: '101',
    ...from(view, '1.3-rev0', () => ({
      veeamRegistration: { isRegistered: true, thumprint: '' },
      platform: server.platform,
    })),
  };
}

export function serverTimeBody(view: View): Json {
  const { clock } = view.world;
  return {
    serverTime: clock.iso(view.now),
    timeZone: TIME_ZONES[clock.zoneName] ?? clock.zoneName,
    ...from(view, '1.3-rev2', () => ({ ianaTimeZoneId: clock.zoneName })),
  };
}

export function managedServerBody(view: View, server: ManagedServerRecord): Json {
  return {
    id: server.id,
    name: server.name,
    description: server.description,
    type: server.type,
    status: server.available ? 'Available' : 'Unavailable',
    ...hostProperties(view, server),
  };
}

function hostProperties(view: View, server: ManagedServerRecord): Json {
  const credentialsId = hostCredentialsId(view.world.seed);
  if (server.type === 'ViHost')
    return { credentialsId, viHostType: server.name.startsWith('vcenter') ? 'VC' : 'ESXi', port: 443 };
  if (server.type === 'WindowsHost' && !since(view.revision, '1.3-rev0')) return { credentialsId };
  const isHost = server.type !== 'HvServer';
  return {
    credentialsStorageType: 'Permanent',
    credentialsId,
    ...from(view, '1.3-rev0', () => ({
      ...(isHost && { isBackupServer: server.id === BACKUP_SERVER_ID }),
      updatesState: 'NotAvailable',
    })),
  };
}

export function licenseBody(view: View): Json {
  const { clock, server } = view.world;
  const expiry = {
    expirationDate: clock.iso(view.now + 300 * DAY),
    supportExpirationDate: clock.iso(view.now + 300 * DAY),
  };
  const moved = since(view.revision, '1.3-rev2');
  return {
    status: 'Valid',
    type: 'Subscription',
    edition: 'EnterprisePlus',
    licensedTo: server.domain,
    ...(!moved && expiry),
    instanceLicenseSummary: {
      licensedInstancesNumber: 1000,
      usedInstancesNumber: Math.min(990, view.world.jobs.length * 6),
      newInstancesNumber: 0,
      rentalInstancesNumber: 0,
      package: 'Suite',
      ...(moved && expiry),
    },
    supportId: '01234567',
    autoUpdateEnabled: false,
    freeAgentInstanceConsumptionEnabled: true,
    cloudConnect: 'Disabled',
    ...from(view, '1.3-rev0', () => ({ IsMultiSection: false, proactiveSupportEnabled: false })),
  };
}
