/**
 * Names one object of one server: native ids repeat across servers and across kinds.
 * `type` is the name of the concrete GraphQL type (`VbrJob`, `BackupServer`, …).
 */
export interface EntityRef {
  readonly type: string;
  readonly server: string;
  readonly nativeId: string;
}

/** Thrown for a text that is not a global id of this gateway. */
export class MalformedIdError extends Error {
  constructor(
    readonly id: string,
    expected = 'an id of this gateway: expected a value that an "id" field returned',
  ) {
    super(`"${abbreviate(id)}" is not ${expected}`);
  }
}

const VERSION = 1;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The one form of a native id: GUIDs that differ in case are one. */
export function canonicalNativeId(id: string): string {
  return id.length === 36 && GUID.test(id) ? id.toLowerCase() : id;
}

/** The opaque global id: base64url of `[version, type, server, nativeId]`. */
export function encodeId(ref: EntityRef): string {
  return Buffer.from(JSON.stringify([VERSION, ref.type, ref.server, ref.nativeId])).toString('base64url');
}

/** Global id of a configured server. */
export function serverId(key: string): string {
  return encodeId({ type: 'BackupServer', server: key, nativeId: key });
}

/** Reads a global id. Throws MalformedIdError for anything that `encodeId` does not produce. */
export function decodeId(id: string): EntityRef {
  const parts = parse(id);
  if (!Array.isArray(parts) || parts.length !== 4 || parts[0] !== VERSION) throw new MalformedIdError(id);
  const [, type, server, nativeId] = parts as unknown[];
  if (typeof type !== 'string' || typeof server !== 'string' || typeof nativeId !== 'string')
    throw new MalformedIdError(id);
  if (encodeId({ type, server, nativeId }) !== id) throw new MalformedIdError(id);
  return { type, server, nativeId: canonicalNativeId(nativeId) };
}

/** Reads what names a server: its global id, or the key it has in the configuration. Throws MalformedIdError for anything that is neither an id nor a key. */
export function decodeServerReference(text: string, isKey: (text: string) => boolean): EntityRef {
  try {
    return decodeId(text);
  } catch (error) {
    if (isKey(text)) return { type: 'BackupServer', server: text, nativeId: text };
    throw error instanceof MalformedIdError ? new MalformedIdError(text, NO_SERVER) : error;
  }
}

const NO_SERVER =
  'an id of this gateway, nor the key of one of its servers: expected the "id" or the "key" of a BackupServer';

function parse(id: string): unknown {
  try {
    return JSON.parse(Buffer.from(id, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function abbreviate(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
