import { Refusal } from '../../../core/errors/refusal.js';
import type { Target } from '../../../core/federation/actions.js';
import type { FleetReader } from '../../../core/federation/fleet-reader.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { changeTarget } from '../../../schema/changes/change-target.js';
import { VbrAdapter } from '../adapters/vbr-adapter.js';

/** Runs a change on a VBR server; what the operation has read of it is forgotten. */
export function changeVbr<T>(
  reader: ServerReader,
  work: (adapter: VbrAdapter, scope: CallScope) => Promise<T>,
): Promise<T> {
  return reader.change(async (adapter, scope) => {
    if (!(adapter instanceof VbrAdapter))
      throw Refusal.of('UNSUPPORTED', 'only servers of Veeam Backup & Replication can do this');
    return work(adapter, scope);
  });
}

/** Reads the id of an object of one of these types. Throws Refusal INVALID_INPUT for ids of other things. */
export function targetOf(id: string, types: readonly string[], field: readonly string[]): Target {
  const target = changeTarget(id, field);
  if (types.includes(target.type)) return target;
  throw Refusal.of(
    'INVALID_INPUT',
    `expected the id of a ${types.join(' or a ')}, got one of a ${target.type}`,
    {
      field,
    },
  );
}

/** The VBR server with this id. Throws Refusal. */
export function findVbrServer(fleet: FleetReader, id: string, field: readonly string[]): ServerReader {
  const reader = fleet.find(targetOf(id, ['BackupServer'], field).server);
  if (reader === undefined) throw Refusal.of('NOT_FOUND', 'there is no server with this id', { field });
  if (reader.server.product === 'VBR') return reader;
  throw Refusal.of('INVALID_INPUT', 'this is no server of Veeam Backup & Replication', { field });
}

/** Throws Refusal INVALID_INPUT unless the name said again is the object's name. */
export function confirmName(confirmed: string, { name }: { readonly name: string }): void {
  if (confirmed === name) return;
  throw Refusal.of('INVALID_INPUT', 'confirmName is not the current name of what is to be removed', {
    field: ['input', 'confirmName'],
  });
}
