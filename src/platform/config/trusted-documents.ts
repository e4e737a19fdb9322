import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Role } from '../../core/model/caller.js';
import { isMapping } from './kinds.js';

/** Documents that may be run, and by whom no others. */
export interface TrustedDocuments {
  /** By the SHA-256 of their text in hex. */
  readonly documents: ReadonlyMap<string, string>;
  /** Roles that may run no others. */
  readonly roles: readonly Role[];
}

/** Reads documents by their SHA-256. Throws an error that says in one line what is wrong with the file. */
export function readManifest(path: string): ReadonlyMap<string, string> {
  const manifest = parsed(path);
  if (!isMapping(manifest)) throw new Error('found another kind of value');
  const documents = new Map<string, string>();
  for (const [hash, document] of Object.entries(manifest)) {
    if (typeof document !== 'string' || hash !== sha256(document))
      throw new Error(`${hash.slice(0, 64)} is not the SHA-256 of its document`);
    documents.set(hash, document);
  }
  return documents;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error('the file cannot be read, or is no JSON', { cause: error });
  }
}
