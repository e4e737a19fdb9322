import type { Product } from '../../core/model/server.js';
import { PRODUCTS } from '../../core/model/server.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { UpstreamRequest } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';

const ANSWERS = [200, 400, 401, 403];

/** Addresses that only one of the products serves, asked without signing in. */
const MARKS: Readonly<Record<Product, readonly UpstreamRequest[]>> = {
  VBR: [{ path: '/api/v1/serverInfo', headers: { 'x-api-version': '1.2-rev1' } }],
  VB_AWS: [{ path: '/api/v1/system/version', headers: { 'x-api-version': '1.8-rev0' } }],
  VB_M365: [{ path: '/v8/ServiceInstance' }, { path: '/v6/ServiceInstance' }],
};

/** Which of the products answers there; undefined: none, or it cannot be told. */
export async function identifyProduct(http: UpstreamSender, scope: CallScope): Promise<Product | undefined> {
  for (const product of PRODUCTS)
    for (const request of MARKS[product]) if (await serves(http, request, scope)) return product;
  return undefined;
}

async function serves(http: UpstreamSender, request: UpstreamRequest, scope: CallScope): Promise<boolean> {
  try {
    const { status } = await http.send({ ...request, accept: ANSWERS }, scope);
    return ANSWERS.includes(status);
  } catch {
    return false;
  }
}
