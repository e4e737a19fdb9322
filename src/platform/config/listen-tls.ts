import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ExpectText } from './expectations.js';
import type { ProblemList } from './problem-list.js';
import { errorCode } from './references.js';

/** PEM files of the certificate that the gateway shows, with the ones between it and its authority, and of its key. */
export interface ListenTls {
  readonly cert: string;
  readonly key: string;
}

export class ListenTlsEntry {
  @ExpectText('the path of a PEM file with the certificate')
  cert!: string;

  @ExpectText('the path of a PEM file with the key of the certificate')
  key!: string;
}

/** Paths are relative to the folder of `file`. */
export function buildListenTls({ cert, key }: ListenTlsEntry, file: string): ListenTls {
  return { cert: resolve(dirname(file), cert), key: resolve(dirname(file), key) };
}

export function checkListenTls(entry: ListenTlsEntry, file: string, problems: ProblemList): void {
  if (!problems.isSound(['listen', 'tls'])) return;
  try {
    readCertificate(buildListenTls(entry, file));
  } catch (error) {
    problems.add(['listen', 'tls'], `expected a certificate and its key: ${reasonOf(error)}`);
  }
}

/** Reads both files. Throws when one cannot be read or they do not belong together. */
export function readCertificate(files: ListenTls): { cert: Buffer; key: Buffer } {
  const cert = readFileSync(files.cert);
  const key = readFileSync(files.key);
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)))
    throw new Error('the key is that of another certificate');
  return { cert, key };
}

/** In words that hold nothing of the files; a path may be a secret, too. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (error instanceof Error && 'path' in error) return `a file cannot be read (${code})`;
  return error instanceof Error && !('code' in error)
    ? error.message
    : `the files are no PEM files (${code})`;
}
