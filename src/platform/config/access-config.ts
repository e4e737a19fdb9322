import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { IsOptional } from 'class-validator';
import { ROLES } from '../../core/model/caller.js';
import type { Role } from '../../core/model/caller.js';
import { Expect, ExpectText, isMapping } from './expectations.js';
import type { ProblemList } from './problem-list.js';

export const INTROSPECTION = [...ROLES, 'NOBODY'] as const;

/** The lowest role that the schema is shown to. */
export type IntrospectionAccess = (typeof INTROSPECTION)[number];

export interface TrustedDocuments {
  /** Documents that may be run, by the SHA-256 of their text in hex. */
  readonly documents: ReadonlyMap<string, string>;
  /** Roles that may run no others. */
  readonly roles: readonly Role[];
}

export class TrustedDocumentsEntry {
  @ExpectText('the path of a JSON file that holds documents by the SHA-256 of their text')
  manifest!: string;

  @IsOptional()
  @Expect(
    `a list of roles (${ROLES.join(', ')})`,
    (value) =>
      Array.isArray(value) && value.length > 0 && value.every((role) => ROLES.some((one) => one === role)),
  )
  roles?: Role[];
}

/** Reads the manifest, whose path is relative to the folder of `file`. Adds what is wrong with it. */
export function buildTrustedDocuments(
  entry: TrustedDocumentsEntry | undefined,
  file: string,
  problems?: ProblemList,
): TrustedDocuments | null {
  if (entry === undefined || problems?.isSound(['trustedDocuments']) === false) return null;
  try {
    const documents = documentsIn(readFileSync(resolve(dirname(file), entry.manifest), 'utf8'));
    return { documents, roles: entry.roles ?? ROLES };
  } catch (error) {
    if (problems === undefined) throw error;
    problems.add(
      ['trustedDocuments', 'manifest'],
      `expected a JSON file of documents by their SHA-256: ${reasonOf(error)}`,
    );
    return null;
  }
}

function documentsIn(text: string): ReadonlyMap<string, string> {
  const manifest: unknown = JSON.parse(text);
  if (!isMapping(manifest)) throw new WrongManifest('found another kind of value');
  const documents = new Map<string, string>();
  for (const [hash, document] of Object.entries(manifest)) {
    if (typeof document !== 'string' || hash !== sha256(document))
      throw new WrongManifest(`${hash.slice(0, 64)} is not the SHA-256 of its document`);
    documents.set(hash, document);
  }
  return documents;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

class WrongManifest extends Error {}

function reasonOf(error: unknown): string {
  return error instanceof WrongManifest ? error.message : 'the file cannot be read, or is no JSON';
}
