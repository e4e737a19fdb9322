import { Refusal } from '../../../core/errors/refusal.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { Vb365Adapter } from '../adapters/vb365-adapter.js';

/** Runs a change on a VB_M365 server; what the operation has read of it is forgotten. */
export function changeM365<T>(
  reader: ServerReader,
  work: (adapter: Vb365Adapter, scope: CallScope) => Promise<T>,
): Promise<T> {
  return reader.change(async (adapter, scope) => {
    if (adapter instanceof Vb365Adapter) return work(adapter, scope);
    throw Refusal.of('UNSUPPORTED', 'only servers of Veeam Backup for Microsoft 365 can do this');
  });
}
