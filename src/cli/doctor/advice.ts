import type { SourceFailure } from '../../core/errors/source-failure.js';
import type { Product, Server } from '../../core/model/server.js';
import { PRODUCT_NAMES } from '../../platform/http/product-names.js';

/** Where the products' REST services listen unless somebody changed it. */
const DEFAULT_PORTS: Readonly<Record<Product, number>> = { VBR: 9419, VB_AWS: 11005, VB_M365: 4443 };

/** What an administrator can do about a failure of this server. */
export function adviceFor(failure: SourceFailure, server: Server): string {
  switch (failure.code) {
    case 'UNREACHABLE':
    case 'TIMEOUT':
      return connectionAdvice(server);
    case 'TLS':
      return 'set tls.ca or tls.fingerprint256 of this server (docs/configuration.md tells how)';
    case 'UNAUTHORIZED':
      return 'check username (with its domain, if it has one) and password; an account with multi-factor sign-in does not work over REST, use a service account';
    case 'FORBIDDEN':
      return 'give the account a role that may read this on the server';
    case 'RATE_LIMITED':
      return 'wait and try again; if it stays, lower limits.concurrency';
    case 'UPSTREAM_ERROR':
    case 'BAD_RESPONSE':
      return `check url (${defaultPort(server.product)}) and product; if both are right, look into the log of the server's REST service`;
    case 'UNSUPPORTED':
      return 'remove apiVersion to let the gateway choose, or update the server';
    case 'CIRCUIT_OPEN':
      return 'wait and try again';
  }
}

export function connectionAdvice({ product }: Server): string {
  return `check host and port in url (${defaultPort(product)}), that the REST service runs, and the firewalls in between`;
}

function defaultPort(product: Product): string {
  return `the default port of ${PRODUCT_NAMES[product]} is ${DEFAULT_PORTS[product]}`;
}
