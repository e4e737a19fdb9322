import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as wire from '../wire/infrastructure.js';
import type { Version } from '../wire/view.js';
import type { Proxy } from '../world/records.js';
import { byId } from './job-routes.js';
import { Refusal } from './refusal.js';
import { viewOf } from './service.js';
import type { Routes, Service } from './service.js';

type ById = { Params: { id: string } };
type Fields = Record<string, unknown>;

/** Rescan, removal and maintenance of proxies; synchronization of repositories. */
export const infrastructureActionRoutes: Routes = (app, service, version) => {
  if (version === 3) versionThreeActions(app, service);
  else {
    proxyActions(app, service, version);
    synchronization(app, service, version);
  }
  if (version >= 8) maintenance(app, service);
};

/** Version 3 had one address for all actions; the body's only field names the action. */
function versionThreeActions(app: FastifyInstance, service: Service): void {
  app.post<ById>('/Proxies/:id/Action', async (request, reply) => {
    const proxy = proxyOf(service, request);
    const [[action, argument] = [], ...others] = Object.entries(fieldsOf(request.body));
    if (others.length > 0) throw Refusal.invalid('Name one action');
    if (action === 'rescan') service.world.rescan(proxy);
    else if (action === 'remove') remove(service, proxy, fieldsOf(argument), 'username');
    else throw Refusal.invalid(`The action "${action ?? ''}" is not known`);
    return reply.code(200).send();
  });
}

function proxyActions(app: FastifyInstance, service: Service, version: Version): void {
  const success = version >= 8 ? 204 : 200;
  app.post<ById>('/Proxies/:id/Rescan', async (request, reply) => {
    service.world.rescan(proxyOf(service, request));
    return reply.code(success).send();
  });
  app.post('/Proxies/Rescan', async (request, reply) => {
    const { proxies } = fieldsOf(request.body);
    if (!Array.isArray(proxies)) throw Refusal.invalid('proxies: a list of ids is required');
    const named = proxies.map((item) => byId(service.world.proxies, 'Proxy', String(fieldsOf(item)['id'])));
    for (const proxy of named) service.world.rescan(proxy);
    return reply.code(success).send();
  });
  app.post<ById>('/Proxies/:id/Remove', async (request, reply) => {
    remove(service, proxyOf(service, request), fieldsOf(request.body), 'userName');
    return reply.code(success).send();
  });
}

function maintenance(app: FastifyInstance, service: Service): void {
  for (const [verb, state] of [
    ['enable', 'Enabled'],
    ['disable', 'Disabled'],
  ] as const)
    app.post<ById>(`/Proxies/:id/maintenance/${verb}`, async (request, reply) => {
      const proxy = proxyOf(service, request);
      const fields = fieldsOf(request.body);
      checkCredentials(service, proxy, fields, { user: 'username', password: 'password' });
      if (proxy.maintenance === state)
        throw Refusal.conflict(`Maintenance of ${proxy.hostName} is ${state.toLowerCase()} already`);
      proxy.maintenance = state;
      return reply.code(204).send();
    });
}

function synchronization(app: FastifyInstance, service: Service, version: Version): void {
  const { world, switches } = service;
  app.post<ById>('/BackupRepositories/:id/Sync', async ({ params }) => {
    const repository = byId(world.repositories, 'Backup repository', params.id);
    if (!repository.objectStorage) throw Refusal.invalid(`${repository.name} has no object storage`);
    if (world.syncs.some((sync) => sync.repository === repository && sync.endsAt > world.now()))
      throw Refusal.conflict(`${repository.name} is being synchronized`);
    const sync = world.synchronize(repository, world.now() + switches.workSeconds * 1000);
    return wire.syncSession(viewOf(service, version), sync);
  });
}

/** Without `force`: not when it cannot be reached, is in use, or is the default proxy. */
function remove(service: Service, proxy: Proxy, fields: Fields, userField: 'username' | 'userName'): void {
  checkCredentials(service, proxy, fields, { user: userField, password: 'userPassword' });
  if (fields['force'] !== true) {
    if (!proxy.reachable) throw new Refusal(500, `Backup proxy ${proxy.hostName} is offline`, 'ProxyOffline');
    if (proxy.type === 'Local') throw Refusal.conflict(`${proxy.hostName} is the default backup proxy`);
    if (service.world.repositories.some((repository) => repository.proxy === proxy))
      throw Refusal.conflict(`${proxy.hostName} is in use by backup repositories`);
  }
  service.world.removeProxy(proxy);
}

/** A Linux proxy takes the account from `sshSettings`, a Windows one from the fields named here. */
function checkCredentials(
  { proxyAccount }: Service,
  proxy: Proxy,
  fields: Fields,
  names: { user: string; password: string },
): void {
  const isLinux = proxy.operatingSystem === 'Linux';
  const given = isLinux ? fieldsOf(fields['sshSettings']) : fields;
  const user = isLinux ? 'account' : names.user;
  const password = isLinux ? 'accountPassword' : names.password;
  if (typeof given[user] !== 'string' || given[user] === '') throw Refusal.invalid(`${user} is required`);
  if (given[user] !== proxyAccount.username || given[password] !== proxyAccount.password)
    throw new Refusal(403, 'The proxy refused the user name or password', 'ResourceAccessDenied');
}

function proxyOf({ world }: Service, { params }: FastifyRequest<ById>): Proxy {
  return byId(world.proxies, 'Proxy', params.id);
}

function fieldsOf(body: unknown): Fields {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw Refusal.invalid('The body must be an object');
  return body as Fields;
}
