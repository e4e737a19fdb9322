import { Refusal } from '../../../core/errors/refusal.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
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
