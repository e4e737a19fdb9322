import { dirname, resolve } from 'node:path';
import type { ApiKey } from './auth-settings.js';
import { loadApiKeys } from './api-keys-file.js';
import { ConfigurationError } from './configuration-error.js';
import { groupIn, groupsIn } from './cross-checks.js';
import { readCertificate, reasonOf } from './listen-tls.js';
import type { ProblemList } from './problem-list.js';
import type { TlsTrust } from './server-connection.js';
import { readTrust } from './tls-trust.js';
import { readManifest } from './trusted-documents.js';

/** What was read of the files that a configuration names. */
export interface NamedFiles {
  /** By position of the server. */
  readonly trust: ReadonlyMap<number, TlsTrust>;
  readonly documents: ReadonlyMap<string, string>;
  /** Of the file of API keys. */
  readonly keys: readonly ApiKey[];
}

/** Reads the files that a configuration as written names, and adds what is wrong with them; paths are relative to the folder of `file`. */
export function readNamedFiles(
  written: Readonly<Record<string, unknown>>,
  file: string,
  problems: ProblemList,
): NamedFiles {
  const at = (path: string): string => resolve(dirname(file), path);
  const { file: keys } = groupIn(groupIn(written, 'auth'), 'apiKeys');
  const { cert, key } = groupIn(groupIn(written, 'listen'), 'tls');
  if (typeof cert === 'string' && typeof key === 'string' && problems.isSound(['listen', 'tls']))
    checkCertificate({ cert: at(cert), key: at(key) }, problems);
  const { manifest } = groupIn(written, 'trustedDocuments');
  return {
    keys: typeof keys === 'string' && problems.isSound(['auth']) ? readKeys(at(keys), problems) : [],
    documents:
      typeof manifest === 'string' && problems.isSound(['trustedDocuments'])
        ? readDocuments(at(manifest), problems)
        : new Map(),
    trust: new Map(
      groupsIn(written['servers']).map(([index, { tls }]) => [
        index,
        readTrust(tls, ['servers', index, 'tls'], file, problems),
      ]),
    ),
  };
}

function readKeys(path: string, problems: ProblemList): readonly ApiKey[] {
  try {
    return loadApiKeys(path);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const mistakes = error.problems.map(({ path: place, message, line }) =>
      [line === undefined ? '' : `line ${line}`, place, message].filter(Boolean).join(': '),
    );
    problems.add(['auth', 'apiKeys', 'file'], `${error.file}: ${mistakes.join('; ')}`);
    return [];
  }
}

function checkCertificate(files: Parameters<typeof readCertificate>[0], problems: ProblemList): void {
  try {
    readCertificate(files);
  } catch (error) {
    problems.add(['listen', 'tls'], `expected a certificate and its key: ${reasonOf(error)}`);
  }
}

function readDocuments(path: string, problems: ProblemList): ReadonlyMap<string, string> {
  try {
    return readManifest(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.add(
      ['trustedDocuments', 'manifest'],
      `expected a JSON file of documents by their hash: ${reason}`,
    );
    return new Map();
  }
}
