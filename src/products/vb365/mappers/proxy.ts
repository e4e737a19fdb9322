import type { ProxyRecord } from '../native.js';
import { TYPES } from '../native.js';
import type { ProxyRow } from '../wire/infrastructure.js';

export function mapProxy(server: string, row: ProxyRow): ProxyRecord {
  return {
    type: TYPES.proxy,
    server,
    nativeId: row.id,
    name: row.hostName ?? row.fqdn ?? row.id,
    native: row,
  };
}
