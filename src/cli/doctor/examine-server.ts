import type { Clock } from '../../core/model/instant.js';
import { CallTally } from '../../core/ports/call-scope.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { AdapterFactory } from '../../platform/products-kit/adapter-factory.js';
import { endpointOf } from '../../platform/http/endpoint.js';
import { PRODUCT_NAMES } from '../../platform/http/product-names.js';
import { UpstreamHttp } from '../../platform/http/upstream-http.js';
import { checkApi } from './api-checks.js';
import { checkClock } from './clock-check.js';
import { SKIPPED } from './diagnosis.js';
import type { Check, Diagnosis, Finding } from './diagnosis.js';
import { checkName, checkTcp } from './network-checks.js';
import type { Step } from './progress.js';
import { checkTls } from './tls-check.js';
import type { Product } from '../../core/model/server.js';
import { PRODUCTS } from '../../core/model/server.js';
import type { UpstreamRequest } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';

type Findings = Partial<Record<Check, Finding>>;

/** Tries one server step by step, as far as it works; `step` hears what is tried before it is tried. */
export async function examineServer(
  connection: ServerConnection,
  factory: AdapterFactory,
  clock: Clock,
  step: Step,
): Promise<Diagnosis> {
  const findings = await networkFindings(connection, clock, step);
  if (!hasFailed(findings)) Object.assign(findings, await serviceFindings(connection, factory, clock, step));
  return {
    server: connection.server,
    findings: { ...NOT_TRIED, ...findings },
    works: !hasFailed(findings),
  };
}

async function networkFindings(connection: ServerConnection, clock: Clock, step: Step): Promise<Findings> {
  const endpoint = endpointOf(connection.server);
  step('its name to resolve');
  const name = await checkName(endpoint);
  if (name.status === 'failed') return { name };
  step('a connection');
  const tcp = await checkTcp(endpoint, connection.server);
  if (tcp.status === 'failed') return { name, tcp };
  step('the TLS handshake');
  return { name, tcp, tls: await checkTls(endpoint, connection, clock()) };
}

async function serviceFindings(
  connection: ServerConnection,
  factory: AdapterFactory,
  clock: Clock,
  step: Step,
): Promise<Findings> {
  const adapter = factory.create(connection);
  const http = new UpstreamHttp(connection);
  try {
    const [api, clockFinding] = await Promise.all([
      checkApi(adapter, step),
      checkClock(http, scopeOf(connection), clock),
    ]);
    const explained = api.api.status === 'failed' ? await explain(api.api, connection, http) : api.api;
    return { ...api, api: explained, clock: clockFinding };
  } finally {
    await adapter.close();
    http.close();
  }
}

/** Says so when the address is another product's. */
async function explain(finding: Finding, connection: ServerConnection, http: UpstreamHttp): Promise<Finding> {
  const { server } = connection;
  const product = await identifyProduct(http, scopeOf(connection));
  if (product === undefined || product === server.product) return finding;
  return {
    ...finding,
    detail: `this is the address of a ${PRODUCT_NAMES[product]} server`,
    advice: `set product to ${product}, or url to the ${PRODUCT_NAMES[server.product]} server`,
  };
}

const NOT_TRIED: Readonly<Record<Check, Finding>> = {
  name: SKIPPED,
  tcp: SKIPPED,
  tls: SKIPPED,
  signIn: SKIPPED,
  api: SKIPPED,
  version: SKIPPED,
  policies: SKIPPED,
  repositories: SKIPPED,
  sessions: SKIPPED,
  clock: SKIPPED,
};

function scopeOf({ server }: ServerConnection): CallScope {
  return { signal: AbortSignal.timeout(server.timeout), tally: new CallTally() };
}

function hasFailed(findings: Findings): boolean {
  return Object.values(findings).some(({ status }) => status === 'failed');
}

const ANSWERS = [200, 400, 401, 403];

/** Addresses that only one of the products serves, asked without signing in. */
const MARKS: Readonly<Record<Product, readonly UpstreamRequest[]>> = {
  VBR: [{ path: '/api/v1/serverInfo', headers: { 'x-api-version': '1.2-rev1' } }],
  VB_AWS: [{ path: '/api/v1/system/version', headers: { 'x-api-version': '1.8-rev0' } }],
  VB_M365: [{ path: '/v8/ServiceInstance' }, { path: '/v6/ServiceInstance' }],
};

/** Which of the products answers there; undefined: none, or it cannot be told. */
async function identifyProduct(http: UpstreamSender, scope: CallScope): Promise<Product | undefined> {
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
