import type { Server } from '../model/server.js';
import { verdictOn } from '../model/criteria-tests.js';
import type { Tested } from '../model/criteria-tests.js';
import { inScope } from './fleet.js';
import type { ServerScope } from './fleet.js';

/** Whether a server may have what is asked for, by what is known without asking it; `excludes` knows more of one level. */
export function mayMatch<C extends ServerScope & Tested<C>>(
  server: Server,
  criteria: C,
  excludes: (own: C) => boolean = () => false,
): boolean {
  const verdict = verdictOn(criteria, (own) => {
    if (!inScope(server, own) || excludes(own)) return false;
    const { servers: _servers, products: _products, tags: _tags, also: _also, ...conditions } = own;
    return Object.keys(conditions).length === 0 || null;
  });
  return verdict !== false;
}
