import { X509Certificate, createPrivateKey } from 'node:crypto';
import { UnreadableFile, readBytes } from '../files/read-text.js';

/** PEM files of the certificate that the gateway shows, with the ones between it and its authority, and of its key. */
export interface ListenTls {
  readonly cert: string;
  readonly key: string;
}

/** Reads both files. Throws when one cannot be read or they do not belong together. */
export function readCertificate(files: ListenTls): { cert: Buffer; key: Buffer } {
  const cert = readBytes(files.cert);
  const key = readBytes(files.key);
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)))
    throw new Error('the key is that of another certificate');
  return { cert, key };
}

/** In words that hold nothing of the files; a path may be a secret, too. */
export function reasonOf(error: unknown): string {
  if (error instanceof UnreadableFile) return `a file ${error.message}`;
  return error instanceof Error && !('code' in error) ? error.message : 'the files are no PEM files';
}
