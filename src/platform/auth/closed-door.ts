import { randomUUID } from 'node:crypto';
import { SourceFailure } from '../../core/errors/source-failure.js';
import type { Product } from '../../core/model/server.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import { PRODUCT_NAMES } from '../http/product-names.js';
import type { UpstreamSender } from '../http/upstream-sender.js';

const ANY_REFUSAL = Array.from({ length: 200 }, (_, index) => 400 + index).filter((status) => status !== 429);

/**
 * Throws where a path that no server has is answered like one of the product's, `status` being 401 or 403: behind a door that is closed to
 * everything, nobody can tell what stands, and a password would go to a stranger.
 */
export async function refuseClosedDoor(
  http: UpstreamSender,
  status: number,
  product: Product,
  scope: CallScope,
): Promise<void> {
  if ((await statusOfNowhere(http, scope)) !== status) return;
  throw new SourceFailure(
    status === 401 ? 'UNAUTHORIZED' : 'FORBIDDEN',
    `the server answers ${status} to every path, to those that do not exist too, so that it cannot be told whether it is a ` +
      `${PRODUCT_NAMES[product]} server; the password was not sent: is this the address of another product, or of a proxy with a sign-in of its own?`,
    { upstreamStatus: status },
  );
}

/** undefined: answered with something else than a status, so with no closed door. */
async function statusOfNowhere(http: UpstreamSender, scope: CallScope): Promise<number | undefined> {
  try {
    const request = { path: `/swagger/${randomUUID()}`, accept: ANY_REFUSAL, uncounted: true };
    return (await http.send(request, scope)).status;
  } catch (error) {
    if (error instanceof SourceFailure && error.code === 'BAD_RESPONSE') return undefined;
    throw error;
  }
}
