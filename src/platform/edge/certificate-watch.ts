import type { Server } from 'node:tls';
import { Logger } from '@nestjs/common';
import type { ListenTls } from '../config/listen-tls.js';
import { readCertificate, reasonOf } from '../config/listen-tls.js';
import { FileWatch } from '../files/file-watch.js';
import { Rereading } from '../files/rereading.js';

const OLDEST_TLS = 'TLSv1.2';

const logger = new Logger('Certificate');

/** What a server starts to listen with. Throws when the files cannot be used. */
export function tlsOptions(files: ListenTls): ReturnType<typeof readCertificate> & { minVersion: 'TLSv1.2' } {
  return { ...readCertificate(files), minVersion: OLDEST_TLS };
}

/** Shows the new certificate to new connections when the files have changed; open ones go on. Files that cannot be used change nothing. */
export function watchCertificate(server: Pick<Server, 'setSecureContext' | 'once'>, files: ListenTls): void {
  const rereading = new Rereading(logger, {
    kept: 'the changed certificate is not taken, the old one stays',
    mended: 'the certificate is right again',
    reasonOf,
  });
  const watch = new FileWatch([files.cert, files.key]);
  watch.start(() =>
    rereading.attempt(() => {
      server.setSecureContext(tlsOptions(files));
      logger.log('the certificate has changed; new connections get the new one');
    }),
  );
  server.once('close', () => watch.stop());
}
