import { setTimeout as delay } from 'node:timers/promises';
import type { Upstream } from '../../src/simulators/kit/upstream.js';
import type { Fleet } from './fleet.js';
import type { Answer } from './gateway.js';
import type { FleetTruth } from './truth.js';

/** Requests that no answer pays for: sign-in, version negotiation and the health probe. */
const SHARED = /\/token|\/swagger\/|\/serverInfo|\/ServiceInstance|\/system\/version/i;

/** Whether an answer may have paid for it. */
export function isCounted({ url }: { url: string }): boolean {
  return !SHARED.test(url);
}

/** "GET /path?query" of what each server was asked, by its key. */
export type CallsByServer = Record<string, string[]>;

/** The simulated servers of a fleet by the key of their configuration entry. */
export function simulatorsOf(fleet: Fleet): Record<string, Upstream> {
  return {
    vbr: fleet.vbr,
    'vbr-old': fleet.vbrOld,
    aws: fleet.vbaws,
    m365: fleet.vb365,
    'm365-old': fleet.vb365Old,
  };
}

/** Asks the gateway and tells which calls each simulated server saw meanwhile. */
export async function askCounting<T>(
  fleet: Fleet,
  query: string,
  variables?: Record<string, unknown>,
): Promise<{ answer: Answer<T>; calls: CallsByServer }> {
  const servers = Object.entries(simulatorsOf(fleet));
  const before = servers.map(([, { requests }]) => requests.length);
  const answer = await fleet.gateway.ask<T>(query, variables);
  const calls = servers.map(([key, { requests }], index): [string, string[]] => [
    key,
    requests
      .slice(before[index])
      .map(({ method, url }) => `${method} ${url}`)
      .filter((line) => !SHARED.test(line)),
  ]);
  return { answer, calls: Object.fromEntries(calls) };
}

export function totalOf(calls: CallsByServer): number {
  return Object.values(calls).reduce((sum, lines) => sum + lines.length, 0);
}

/** How many of a server's calls went to paths with this text in them. */
export function callsTo(lines: readonly string[] | undefined, text: string): number {
  return (lines ?? []).filter((line) => line.includes(text)).length;
}

/**
 * Calls that linking sessions to policies may take on a server: sessions of VB_AWS name their policy by its name only, so each
 * policy that shares its name may have to be asked for.
 */
export function linkCallsAllowed({ policies }: FleetTruth, server: string): number {
  if (server !== 'aws') return 0;
  const names = policies.filter((policy) => policy.server === server).map(({ name }) => name);
  return names.filter((name) => names.indexOf(name) !== names.lastIndexOf(name)).length;
}

/** Waits for the first health probes, so that they mix with nothing that is counted. */
export async function whenProbed({ gateway }: Fleet): Promise<void> {
  const query = '{ servers { health { status } } }';
  for (;;) {
    const { data } = await gateway.ask<{ servers: { health: { status: string } }[] }>(query);
    if (data.servers.every(({ health }) => health.status !== 'UNKNOWN')) return;
    await delay(10);
  }
}
