import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { RequestListener } from '../observe-requests.js';
import type { RequestRecord } from '../../request/request-record.js';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Codes that the shipped alerts look at. */
const WATCHED_CODES = ['UNAUTHENTICATED', 'FORBIDDEN', 'AUDIT_UNAVAILABLE'];

/** Counts requests at /graphql by operation, and how long they took. */
export function requestMetrics(registry: Registry): RequestListener {
  const names = new OperationNames();
  const registers = [registry];
  const requests = new Counter({
    name: 'veeam_gateway_requests_total',
    help: 'GraphQL requests by operation name, kind and outcome: ok, errors (executed, with errors), refused (4xx, nothing executed), failed (5xx).',
    labelNames: ['operation', 'kind', 'outcome'],
    registers,
  });
  const errors = new Counter({
    name: 'veeam_gateway_request_errors_total',
    help: 'Errors in answers by code, each code and server once per request.',
    labelNames: ['code', 'server'],
    registers,
  });
  // Of a counter that begins at one, nobody can tell that it has risen.
  for (const code of WATCHED_CODES) errors.inc({ code, server: '' }, 0);
  const duration = new Histogram({
    name: 'veeam_gateway_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer.',
    labelNames: ['operation', 'kind'],
    buckets: SECONDS,
    registers,
  });
  const calls = new Counter({
    name: 'veeam_gateway_request_upstream_calls_total',
    help: 'Upstream calls made for requests.',
    labelNames: ['operation'],
    registers,
  });
  const kept = new Counter({
    name: 'veeam_gateway_requests_without_upstream_calls_total',
    help: 'Executed queries that were answered without asking a server.',
    registers,
  });

  return (record, status) => {
    const { operation } = record;
    const name = operation ? names.labelOf(operation.name) : 'none';
    const kind = operation?.kind ?? 'none';
    requests.inc({ operation: name, kind, outcome: outcomeOf(record, status) });
    duration.observe({ operation: name, kind }, record.elapsed() / 1000);
    for (const { code, server } of record.troubles) errors.inc({ code, server: server ?? '' });
    if (record.upstreamCalls > 0) calls.inc({ operation: name }, record.upstreamCalls);
    else if (record.executed && kind === 'query') kept.inc();
  };
}

function outcomeOf({ executed, troubles }: RequestRecord, status: number): string {
  if (status >= 500) return 'failed';
  if (!executed && status !== 304) return 'refused';
  return troubles.length > 0 ? 'errors' : 'ok';
}

/** More names than this are counted together: whoever sends names at random must not fill the memory of whoever collects. */
const MOST_NAMES = 200;
const LONGEST_NAME = 60;

/** The label of an operation's name: itself for the first names seen, "other" for later ones. */
class OperationNames {
  private readonly seen = new Set<string>();

  labelOf(name: string | null): string {
    if (name === null) return 'anonymous';
    if (this.seen.has(name)) return name;
    if (this.seen.size >= MOST_NAMES || name.length > LONGEST_NAME) return 'other';
    this.seen.add(name);
    return name;
  }
}
