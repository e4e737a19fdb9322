import { X509Certificate } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { UnreadableFile, readText } from '../files/read-text.js';
import { isMapping } from './kinds.js';
import type { ConfigPath, ProblemList } from './problem-list.js';
import type { TlsTrust } from './server-connection.js';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** How a server's certificate is judged, from its `tls` keys as written. Adds what is wrong at `path`; paths are relative to `file`. */
export function readTrust(tls: unknown, path: ConfigPath, file: string, problems: ProblemList): TlsTrust {
  if (!isMapping(tls) || !problems.isSound(path)) return { kind: 'system' };
  const { ca, fingerprint256, insecure } = tls;
  const given = [ca, fingerprint256, insecure === true ? true : null];
  if (given.filter((value) => value !== undefined && value !== null).length > 1)
    problems.add(path, 'expected one of ca, fingerprint256 and insecure, found several');
  if (insecure === true) return { kind: 'insecure' };
  if (typeof fingerprint256 === 'string') return { kind: 'fingerprint', sha256: withColons(fingerprint256) };
  if (typeof ca === 'string') return readAuthorities(ca, [...path, 'ca'], file, problems);
  return { kind: 'system' };
}

function readAuthorities(ca: string, path: ConfigPath, file: string, problems: ProblemList): TlsTrust {
  const pem = ca.includes('-----BEGIN') ? ca : textAt(resolve(dirname(file), ca), path, problems);
  const certificates = pem.match(CERTIFICATE) ?? [];
  if (certificates.length === 0 || !certificates.every(isCertificate))
    problems.add(
      path,
      'expected a PEM file with certificates (-----BEGIN CERTIFICATE-----), found another content',
    );
  return { kind: 'ca', pem };
}

function textAt(path: string, at: ConfigPath, problems: ProblemList): string {
  try {
    return readText(path);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    problems.add(
      at,
      `expected the path of a PEM file; the file ${problems.shown(at, path)} ${error.message}`,
    );
    return '';
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function withColons(fingerprint: string): string {
  return (fingerprint.replaceAll(':', '').toUpperCase().match(/../g) ?? []).join(':');
}
