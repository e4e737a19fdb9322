import type { RepositoryStateRow } from '../wire/repository-state.js';
import { REPOSITORY_KINDS } from './repository-types.js';

/** Directories under which other disks are mounted: what lies in them is a volume of its own. */
const MOUNT_ROOTS: ReadonlySet<string> = new Set(['', '/mnt', '/media', '/run/media', '/srv', '/vol']);

/**
 * Names the volume behind a local repository or a share, so that repositories on one volume are counted once. Each reports the
 * capacity of the whole volume, so figures that differ mean different volumes whatever the paths say. null: nothing to name.
 */
export function storageKeyOf(row: RepositoryStateRow): string | null {
  const volume = volumeOf(row);
  if (volume === null || row.capacityGB === null || row.capacityGB <= 0) return null;
  return `${volume}|${row.capacityGB}`.toLowerCase();
}

function volumeOf(row: RepositoryStateRow): string | null {
  if (row.path === null) return null;
  switch (REPOSITORY_KINDS.of(row.type)) {
    case 'LOCAL': {
      const host = row.hostId ?? row.hostName;
      return host === null ? null : `${host}|${localVolume(row.path)}`;
    }
    case 'NETWORK_SHARE':
      return shareOf(row.path);
    default:
      return null;
  }
}

/** The drive of a Windows path; on Linux the directory in which repositories lie side by side. */
function localVolume(path: string): string {
  const drive = /^([a-z]:)/i.exec(path)?.[1];
  return drive ?? parentUnlessMountRoot(path);
}

/** "\\nas\share" of an SMB path, "nas:/export" of an NFS path. */
function shareOf(path: string): string {
  const smb = /^(?:\\\\|\/\/)([^\\/]+)[\\/]([^\\/]+)/.exec(path);
  return smb === null ? parentUnlessMountRoot(path) : `${smb[1]}|${smb[2]}`;
}

function parentUnlessMountRoot(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  const parent = trimmed.slice(0, Math.max(0, trimmed.lastIndexOf('/')));
  return MOUNT_ROOTS.has(parent) || parent.endsWith(':') ? trimmed : parent;
}
