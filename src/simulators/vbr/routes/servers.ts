import type { FastifyInstance } from 'fastify';
import { isRevision, since } from '../revisions.js';
import { licenseBody, managedServerBody, serverInfoBody, serverTimeBody } from '../wire/servers.js';
import type { View } from '../wire/view.js';
import type { ManagedServerRecord } from '../world/records.js';
import { newestRevision, requireAdministrator } from './context.js';
import type { AddRoute, Context } from './context.js';
import { page, sorted } from './listing.js';
import type { Columns } from './listing.js';
import { notFound } from './problem.js';
import { nameMatcher, wordMatcher } from './query.js';

const MANAGED_SERVERS = '/api/v1/backupInfrastructure/managedServers';

export function registerServers(add: AddRoute, context: Context): void {
  add('GET', '/api/v1/serverInfo', ({ view }) => {
    requireAdministrator(context);
    return serverInfoBody(view, newestRevision(context.switches.revisions));
  });
  add('GET', '/api/v1/serverTime', ({ view }) => serverTimeBody(view));
  add('GET', '/api/v1/license', ({ view }) => {
    requireAdministrator(context);
    return licenseBody(view);
  });

  add('GET', MANAGED_SERVERS, ({ view, query }) => {
    const isName = nameMatcher(query.text('nameFilter'));
    const isType = wordMatcher(query.words('typeFilter', since(view.revision, '1.3-rev0')));
    const found = visibleServers(view).filter(({ name, type }) => isName(name) && isType(type));
    const columns: Columns<ManagedServerRecord> = {
      Name: ({ name }) => name,
      Type: ({ type }) => type,
      Description: ({ description }) => description,
      ...(since(view.revision, '1.3-rev0') && {
        Status: ({ available }: ManagedServerRecord) => available,
      }),
    };
    return page(sorted(found, query, columns), query, (server) => managedServerBody(view, server));
  });
  add('GET', `${MANAGED_SERVERS}/:id`, ({ view, id }) => {
    const server = visibleServers(view).find((candidate) => candidate.id === id);
    if (!server) throw notFound('managed server', id);
    return managedServerBody(view, server);
  });
}

/** Managed servers whose type the revision can express. */
function visibleServers({ world, revision }: View): ManagedServerRecord[] {
  return world.managedServers.filter(({ type }) => type !== 'HvServer' || since(revision, '1.3-rev0'));
}

/** The page clients probe to learn which revisions are served; needs no sign-in. */
export function registerVersionProbe(app: FastifyInstance, { switches }: Context): void {
  app.get<{ Params: { document: string } }>('/swagger/:document/swagger.json', (request, reply) => {
    const revision = /^v(.+)$/i.exec(request.params.document)?.[1]?.toLowerCase();
    if (!isRevision(revision) || !switches.revisions.includes(revision)) return reply.code(404).send();
    return reply.send({
      openapi: '3.0.1',
      info: { title: 'Veeam Backup & Replication', version: revision },
      paths: {},
    });
  });
}
