import { Refusal } from '../../../core/errors/refusal.js';
import type { FleetReader } from '../../../core/federation/fleet-reader.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import { targetOfType } from '../../../schema/changes/change-target.js';
import type { NodeFinder } from '../../../schema/shared/product-definition.js';
import type { Operation } from '../../../schema/shared/operation.js';
import type { ProxyRecord } from '../native.js';
import { TYPES } from '../native.js';
import { proxiesOf } from './datasets.js';
import { VbM365Proxy } from './proxy.type.js';

const FIELD = ['input', 'proxy'];

/** The proxy a change is about. Throws Refusal when there is none. */
export async function findProxy(
  fleet: FleetReader,
  id: string,
): Promise<{ reader: ServerReader; proxy: ProxyRecord }> {
  const { server, nativeId } = targetOfType(TYPES.proxy, id, FIELD);
  const reader = fleet.find(server);
  const proxy = await proxyOf(reader, nativeId);
  if (reader !== undefined && proxy !== null) return { reader, proxy };
  throw Refusal.of('NOT_FOUND', 'there is no backup proxy with this id', { field: FIELD });
}

/** The proxy after a change; null: there is no such proxy. */
export async function proxyNow(operation: Operation, id: string): Promise<VbM365Proxy | null> {
  try {
    const { proxy } = await findProxy(operation.fleet, id);
    return new VbM365Proxy(proxy, operation);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

export const findProxyNode: NodeFinder = async (reader, nativeId, operation) => {
  const proxy = await proxyOf(reader, nativeId);
  return proxy && new VbM365Proxy(proxy, operation);
};

/** An id may name a server of another product: it has none. */
async function proxyOf(reader: ServerReader | undefined, nativeId: string): Promise<ProxyRecord | null> {
  if (reader?.server.product !== 'VB_M365') return null;
  return (await proxiesOf(reader)).value.byId.get(nativeId) ?? null;
}
