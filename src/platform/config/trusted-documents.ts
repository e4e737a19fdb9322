import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Role } from '../../core/model/caller.js';
import { readText } from '../files/read-text.js';
import { isMapping } from './kinds.js';

/** Documents that may be run, and by whom no others. */
export interface TrustedDocuments {
  /** By the SHA-256 of their text in hex, and by the id in the manifest. */
  readonly documents: ReadonlyMap<string, string>;
  /** Roles that may run no others. */
  readonly roles: readonly Role[];
}

/** Where the build of the board puts it: beside the compiled modules. */
const BOARD_MANIFEST = fileURLToPath(new URL('../../board/documents.json', import.meta.url));
const MOST_BYTES = 2 ** 25;

/** What tools make ids of: SHA-256, SHA-1 (GraphQL Code Generator's default) or MD5 (Relay's), by the length of the hex text. */
const ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [64, 'sha256'],
  [40, 'sha1'],
  [32, 'md5'],
]);
const PREFIX = /^[a-z0-9]+:/;

/**
 * Reads documents by their ids, and by the SHA-256 of their text: a map of ids to texts, with or without `sha256:` before each, or
 * Apollo's manifest of persisted queries. Throws an error that says in one line what is wrong with the file.
 */
export function readManifest(path: string): ReadonlyMap<string, string> {
  const documents = new Map<string, string>();
  for (const [id, document] of entriesOf(parsed(path))) {
    const hash = id.replace(PREFIX, '');
    if (typeof document !== 'string') throw new Error(`"${id}" in ${path} is not a document`);
    const algorithm = ALGORITHMS.get(hash.length);
    if (algorithm === undefined || hash !== hashOf(algorithm, document))
      throw new Error(`"${id}" in ${path} is not the SHA-256, SHA-1 or MD5 of its document`);
    documents.set(hash, document);
    documents.set(sha256(document), document);
  }
  return documents;
}

/** The same documents and those of the board, which its build lists. */
export function withBoardDocuments(documents: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...documents, ...readManifest(BOARD_MANIFEST)]);
}

function entriesOf(manifest: unknown): readonly (readonly [id: string, document: unknown])[] {
  if (!isMapping(manifest)) throw new Error('found another kind of value');
  const { format, operations } = manifest;
  if (format !== 'apollo-persisted-query-manifest' || !Array.isArray(operations))
    return Object.entries(manifest);
  return operations.map((operation: unknown) => {
    const { id, body } = isMapping(operation) ? operation : {};
    return [String(id), body] as const;
  });
}

function hashOf(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}

export function sha256(text: string): string {
  return hashOf('sha256', text);
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readText(path, MOST_BYTES));
  } catch (error) {
    throw new Error('the file cannot be read, or is no JSON', { cause: error });
  }
}
