import { unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:tls';
import { Logger } from '@nestjs/common';
import type { ListenTls } from '../config/listen-tls.js';
import { readCertificate, reasonOf } from '../config/listen-tls.js';

const LOOK_EVERY = 500;
const OLDEST_TLS = 'TLSv1.2';

const logger = new Logger('Certificate');

/** What a server starts to listen with. Throws when the files cannot be used. */
export function tlsOptions(files: ListenTls): ReturnType<typeof readCertificate> & { minVersion: 'TLSv1.2' } {
  return { ...readCertificate(files), minVersion: OLDEST_TLS };
}

/**
 * Shows the new certificate to new connections when the files have changed; open ones go on. Files that cannot be used change
 * nothing. They are looked at, not listened to: links and mounted volumes are exchanged without notice.
 */
export function watchCertificate(server: Pick<Server, 'setSecureContext' | 'once'>, files: ListenTls): void {
  const paths = [files.cert, files.key];
  const changed = (): void => {
    try {
      server.setSecureContext(tlsOptions(files));
      logger.log('the certificate has changed; new connections get the new one');
    } catch (error) {
      logger.warn(`the changed certificate is not taken, the old one stays: ${reasonOf(error)}`);
    }
  };
  for (const path of paths) watchFile(path, { interval: LOOK_EVERY, persistent: false }, changed);
  server.once('close', () => {
    for (const path of paths) unwatchFile(path, changed);
  });
}
