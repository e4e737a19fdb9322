import type { Server } from '../../core/model/server.js';
import type { SeenCertificate } from '../http/server-agent.js';
import type { UpstreamObserver } from '../http/upstream-observer.js';
import type { Log } from './log.js';

/** A server with more certificates than this, such as one behind many proxies, has told enough. */
const MOST_TOLD = 20;

/** Writes down the certificates that are taken without being pinned, so that a person can pin them: each once, reloads or not. */
export class CertificateLog {
  private readonly told = new Map<string, Set<string>>();

  constructor(private readonly log: Log) {}

  of({ key, product }: Server): UpstreamObserver {
    const told = this.told.get(key) ?? new Set<string>();
    this.told.set(key, told);
    return {
      certificateSeen: ({ fingerprint256, validTo, trustedBy }: SeenCertificate) => {
        if (told.has(fingerprint256) || told.size >= MOST_TOLD) return;
        told.add(fingerprint256);
        const details = { server: key, product, fingerprint256, validTo, trustedBy };
        this.log.info(
          'server shows a certificate that is not pinned: tls.fingerprint256 would pin it',
          details,
        );
      },
    };
  }
}
