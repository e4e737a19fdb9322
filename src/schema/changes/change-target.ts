import { BadInputError } from '../../core/errors/bad-input.js';
import { Refusal } from '../../core/errors/refusal.js';
import type { UserError } from '../../core/errors/refusal.js';
import type { Target } from '../../core/federation/actions.js';
import type { FleetReader } from '../../core/federation/fleet-reader.js';
import type { ServerReader } from '../../core/federation/server-reader.js';
import { MalformedIdError, decodeId, decodeServerReference, serverId } from '../../core/model/ids.js';
import type { Product } from '../../core/model/server.js';
import { PRODUCT_NAMES } from '../../platform/http/product-names.js';
import type { ConcreteTypes, EntityKind } from '../shared/concrete-types.js';
import { idArgument } from '../shared/id-arguments.js';

/** Reads the id of a policy, repository … of any product. Throws Refusal INVALID_INPUT for ids of other things. */
export function targetOfKind(
  types: ConcreteTypes,
  kind: EntityKind,
  id: string,
  field: readonly string[],
): Target {
  const target = changeTarget(id, field);
  return expected(kind, types.kindOf(target.type) === kind, target);
}

/** Reads the id of an object of one concrete type. Throws Refusal INVALID_INPUT for ids of other things. */
export function targetOfType(type: string, id: string, field: readonly string[]): Target {
  const target = changeTarget(id, field);
  return expected(type, target.type === type, target);
}

/** The server of a product that an input names, by id or key. Throws Refusal. */
export function findServer(
  fleet: FleetReader,
  product: Product,
  reference: string,
  field: readonly string[],
): ServerReader {
  const target = changeTarget(reference, field, (text) =>
    decodeServerReference(text, (key) => fleet.has(key)),
  );
  const reader = fleet.find(expected('BackupServer', target.type === 'BackupServer', target).server);
  if (reader === undefined) throw Refusal.of('NOT_FOUND', 'there is no server with this id', { field });
  if (reader.server.product === product) return reader;
  throw Refusal.of('INVALID_INPUT', `this is no server of ${PRODUCT_NAMES[product]}`, { field });
}

/** What a change is about: the field, and the server that the id or key in it leads to. */
export function subjectOf(
  fleet: FleetReader,
  reference: string,
  field: readonly string[],
): Pick<UserError, 'server' | 'field'> {
  return { field, server: serverLedTo(fleet, reference) };
}

/** null: the reference leads to no server that there is for the caller. */
function serverLedTo(fleet: FleetReader, reference: string): string | null {
  try {
    const { server } = decodeServerReference(reference, (key) => fleet.has(key));
    return fleet.has(server) ? serverId(server) : null;
  } catch (error) {
    if (error instanceof MalformedIdError) return null;
    throw error;
  }
}

/** Reads the id an input names. Throws Refusal INVALID_INPUT with the field's path when it is no id. */
export function changeTarget(id: string, field: readonly string[], read = decodeId): Target {
  try {
    return { ...idArgument(id, field, read), field };
  } catch (error) {
    if (error instanceof BadInputError) throw Refusal.of('INVALID_INPUT', error.message, { field });
    throw error;
  }
}

/** Throws Refusal INVALID_INPUT unless the name said again is the name of what is to be removed. */
export function confirmName(confirmed: string, name: string): void {
  if (confirmed === name) return;
  throw Refusal.of('INVALID_INPUT', 'confirmName is not the current name of what is to be removed', {
    field: ['input', 'confirmName'],
  });
}

function expected(what: string, isIt: boolean, target: Target): Target {
  if (isIt) return target;
  throw Refusal.of('INVALID_INPUT', `expected the id of a ${what}, got one of a ${target.type}`, {
    field: target.field,
  });
}
