import { sessionBody } from '../wire/sessions.js';
import type { ExtentStatus, ScaleOutRecord } from '../world/records.js';
import { requireAdministrator } from './context.js';
import type { AddRoute, Call, Context } from './context.js';
import { JsonBody } from './json-body.js';
import { badRequest, inUse, Problem } from './problem.js';
import { findScaleOut } from './repositories.js';
import { accepted, newId, refuseTakenName } from './repository-changes.js';
import { readScaleOut } from './scale-out-spec.js';

const ROOT = '/api/v1/backupInfrastructure/scaleOutRepositories';

const MODES: [path: string, status: ExtentStatus, enable: boolean][] = [
  ['enableSealedMode', 'Sealed', true],
  ['disableSealedMode', 'Sealed', false],
  ['enableMaintenanceMode', 'Maintenance', true],
  ['disableMaintenanceMode', 'Maintenance', false],
];

export function registerScaleOutChanges(add: AddRoute, context: Context): void {
  const { world, work } = context;

  add('POST', ROOT, (call) => {
    requireAdministrator(context);
    const id = newId(context);
    const scaleOut: ScaleOutRecord = { ...readScaleOut(call.view, new JsonBody(call.body)), id };
    refuseTakenName(context, scaleOut.name);
    const effect = (): void => void world.scaleOutRepositories.push(scaleOut);
    return accepted(call, context, `Adding ${scaleOut.name}`, id, effect, ROOT);
  });

  add('PUT', `${ROOT}/:id`, (call) => {
    requireAdministrator(context);
    const scaleOut = findScaleOut(call.view, call.id);
    const change = readScaleOut(call.view, new JsonBody(call.body), scaleOut);
    if (change.name !== scaleOut.name) refuseTakenName(context, change.name);
    const effect = (): void => void Object.assign(scaleOut, change);
    return accepted(call, context, `Saving ${change.name}`, call.id, effect, ROOT);
  });

  add('DELETE', `${ROOT}/:id`, ({ view, id, query, reply }) => {
    requireAdministrator(context);
    query.boolean('deleteBackups');
    const scaleOut = findScaleOut(view, id);
    const job = world.jobs.find(({ repositoryId }) => repositoryId === id);
    if (job) throw inUse(scaleOut.name, job.name, id);
    world.scaleOutRepositories.splice(world.scaleOutRepositories.indexOf(scaleOut), 1);
    work.accept({
      type: 'InfrastructureItemDeletion',
      note: { name: `Removing ${scaleOut.name}`, initiatedBy: context.account },
    });
    return reply.code(204).send();
  });

  for (const [path, status, enable] of MODES)
    add('POST', `${ROOT}/:id/${path}`, (call) => changeMode(call, context, status, enable));
}

/** Puts extents into a mode or takes them out; the contract declares no 404, so unknown ids are bad requests. */
function changeMode(call: Call, context: Context, status: ExtentStatus, enable: boolean): unknown {
  requireAdministrator(context);
  const { view, id, body, reply } = call;
  const scaleOut = view.world.scaleOutRepositories.find((candidate) => candidate.id === id);
  if (!scaleOut) throw new Problem(400, 'NotFound', `There is no scale-out repository with the ID ${id}`, id);
  const extents = new JsonBody(body).ids('repositoryIds').map((extentId) => {
    const extent = scaleOut.performance.find(({ repositoryId }) => repositoryId === extentId);
    if (!extent) throw badRequest(`${extentId} is no performance extent of ${scaleOut.name}`);
    if (extent.statuses.includes(status) === enable)
      throw badRequest(`${extentId} is ${enable ? 'already' : 'not'} in ${status} mode`);
    return extent;
  });
  const session = context.work.accept({
    type: 'RepositoryMaintenance',
    note: {
      name: `${enable ? 'Enabling' : 'Disabling'} ${status} mode of ${scaleOut.name}`,
      initiatedBy: context.account,
      resource: { id, reference: `${ROOT}/${id}` },
    },
    effect: () => {
      for (const extent of extents) extent.statuses = withStatus(extent.statuses, status, enable);
    },
  });
  return reply.code(201).send(sessionBody(view, session));
}

function withStatus(
  statuses: readonly ExtentStatus[],
  status: ExtentStatus,
  enable: boolean,
): ExtentStatus[] {
  const others = statuses.filter((existing) => existing !== status && existing !== 'Normal');
  const changed = enable ? [status, ...others] : others;
  return changed.length > 0 ? changed : ['Normal'];
}
