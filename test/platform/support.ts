import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';
import { SourceFailure } from '../../src/core/errors/source-failure.js';
import type { Server } from '../../src/core/model/server.js';
import { CallTally } from '../../src/core/ports/call-scope.js';
import type { CallScope } from '../../src/core/ports/call-scope.js';
import { Secret } from '../../src/platform/config/secret.js';
import type { ServerConnection } from '../../src/platform/config/server-connection.js';

export function connectionTo(
  url: string,
  server: Partial<Server> = {},
  connection: Partial<Omit<ServerConnection, 'server'>> = {},
): ServerConnection {
  return {
    server: {
      key: 'vbr-test',
      name: 'VBR test',
      product: 'VBR',
      url,
      tags: [],
      timeout: 60_000,
      concurrency: 8,
      recoveryPointObjective: null,
      timeZone: null,
      ...server,
    },
    apiVersion: null,
    username: 'svc-gateway',
    password: new Secret('simulated'),
    tls: { kind: 'system' },
    ...connection,
  };
}

export function scope(signal: AbortSignal = new AbortController().signal): CallScope {
  return { signal, tally: new CallTally() };
}

/** The SourceFailure that `work` ends with. */
export async function failureOf(work: Promise<unknown>): Promise<SourceFailure> {
  const outcome = await work.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  if (outcome instanceof SourceFailure) return outcome;
  throw new Error(`expected a SourceFailure, got ${String(outcome)}`);
}

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 in upper-case hex with colons. */
  readonly fingerprint: string;
}

/** A self-signed certificate for 127.0.0.1 and localhost, or for `host` alone. */
export async function certificate(
  options: { host?: string; notBeforeDate?: Date; notAfterDate?: Date } = {},
): Promise<TestCertificate> {
  const { host, ...dates } = options;
  const pems = await generate([{ name: 'commonName', value: host ?? 'backup.test' }], {
    ...dates,
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: host
          ? [{ type: 2, value: host }]
          : [
              { type: 2, value: 'localhost' },
              { type: 7, ip: '127.0.0.1' },
            ],
      },
    ],
  });
  return { cert: pems.cert, key: pems.private, fingerprint: new X509Certificate(pems.cert).fingerprint256 };
}
