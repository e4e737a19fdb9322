import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Refusal } from '../../../core/errors/refusal.js';
import { findRepository } from '../../../core/federation/actions.js';
import { ChangeRunner } from '../../../core/federation/change-runner.js';
import type { ChangeOutcome } from '../../../core/federation/change-runner.js';
import type { SessionRecord } from '../../../core/model/session.js';
import { RequiresRole } from '../../../platform/graphql/checks/required-role.js';
import { validInput } from '../../../platform/graphql/validate-input.js';
import { RepositoryActionPayload } from '../../../schema/changes/change.payloads.js';
import { confirmName, findServer, subjectOf, targetOfType } from '../../../schema/changes/change-target.js';
import { refuseEmptyEdit } from '../../../schema/changes/empty-edit.js';
import { repositoryNow } from '../../../schema/changes/repository-now.js';
import { startedSession } from '../../../schema/changes/started-session.js';
import type { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { GatewayContext, Operation } from '../../../schema/shared/operation.js';
import { VBR_REPOSITORY } from '../model.js';
import type { StorageKind } from '../operations/repository-layouts.js';
import { createRepository, editRepository, removeRepository } from '../operations/repository-operations.js';
import { changeVbr } from './change-support.js';
import {
  VbrCreateRepositoryInput,
  VbrEditRepositoryInput,
  VbrRemoveRepositoryInput,
} from './repository-changes.inputs.js';
import type { RepositorySettings } from './repository-settings.inputs.js';

const SERVER = ['input', 'server'];
const REPOSITORY = ['input', 'repository'];

/** Creates, edits and removes repositories of Veeam Backup & Replication; scale-out repositories have mutations of their own. */
@Resolver()
export class VbrRepositoryChangesResolver {
  constructor(private readonly changes: ChangeRunner) {}

  @Mutation(() => RepositoryActionPayload, {
    description:
      'Adds a repository to a VBR server (POST /backupInfrastructure/repositories). The session does the work; the repository is there when it has ended well.',
  })
  @RequiresRole('ADMIN')
  async vbrCreateRepository(
    @Args('input', { description: 'The repository.' }) input: VbrCreateRepositoryInput,
    @Context() { operation }: GatewayContext,
  ): Promise<RepositoryActionPayload> {
    const outcome = await this.changes.run(operation.caller, {
      name: 'vbrCreateRepository',
      input,
      idempotencyKey: input.idempotencyKey,
      about: subjectOf(operation.fleet, input.server, SERVER),
      work: () => create(operation, input),
    });
    return payload(operation, outcome, () =>
      outcome.result === null ? null : repositoryNamed(operation, outcome.result.server, input.name),
    );
  }

  @Mutation(() => RepositoryActionPayload, {
    description:
      'Changes a repository of a VBR server (PUT /backupInfrastructure/repositories/{id}). The server is given the whole repository with what changes in it; CONFLICT when somebody else changes it at the same time. The session does the work.',
  })
  @RequiresRole('ADMIN')
  async vbrEditRepository(
    @Args('input', { description: 'What changes.' }) input: VbrEditRepositoryInput,
    @Context() { operation }: GatewayContext,
  ): Promise<RepositoryActionPayload> {
    const outcome = await this.changes.run(operation.caller, {
      name: 'vbrEditRepository',
      input,
      idempotencyKey: input.idempotencyKey,
      about: subjectOf(operation.fleet, input.repository, REPOSITORY),
      work: () => edit(operation, input),
    });
    return payload(operation, outcome, () => sameRepository(operation, input.repository));
  }

  @Mutation(() => RepositoryActionPayload, {
    description:
      'Removes a repository from a VBR server (DELETE /backupInfrastructure/repositories/{id}), with the backups in it only where `deleteBackups` is true. A server refuses while jobs or scale-out repositories use it.',
  })
  @RequiresRole('ADMIN')
  async vbrRemoveRepository(
    @Args('input', { description: 'Which repository.' }) input: VbrRemoveRepositoryInput,
    @Context() { operation }: GatewayContext,
  ): Promise<RepositoryActionPayload> {
    const outcome = await this.changes.run(operation.caller, {
      name: 'vbrRemoveRepository',
      input,
      idempotencyKey: input.idempotencyKey,
      about: subjectOf(operation.fleet, input.repository, REPOSITORY),
      work: () => remove(operation, input),
    });
    return payload(operation, outcome, () => sameRepository(operation, input.repository));
  }
}

type Work = { readonly server: string; readonly session: SessionRecord | null };

async function create({ fleet }: Operation, raw: VbrCreateRepositoryInput): Promise<Work> {
  const input = validInput(VbrCreateRepositoryInput, raw);
  const reader = findServer(fleet, 'VBR', input.server, SERVER);
  const [kind, settings] = chosenStorage(input);
  const { name, description, uniqueId, importBackup, importIndex, overwriteOwner } = input;
  const wanted = {
    base: { ...given({ name, description, uniqueId }) },
    kind,
    settings,
    importBackup: importBackup ?? undefined,
    importIndex: importIndex ?? undefined,
    overwriteOwner: overwriteOwner ?? false,
  };
  const session = await changeVbr(reader, ({ changes }, scope) => createRepository(changes, wanted, scope));
  return { server: reader.server.key, session };
}

async function edit({ fleet }: Operation, raw: VbrEditRepositoryInput): Promise<Work> {
  const input = validInput(VbrEditRepositoryInput, raw);
  const target = targetOfType(VBR_REPOSITORY, input.repository, REPOSITORY);
  refuseEmptyEdit(input, 'repository', (path) => path.length > 1);
  const { reader, record } = await findRepository(fleet, target);
  const { name, description, settings } = input;
  const session = await changeVbr(reader, ({ changes }, scope) =>
    editRepository(changes, record.nativeId, given({ name, description }), settings ?? {}, scope),
  );
  return { server: target.server, session };
}

async function remove({ fleet }: Operation, raw: VbrRemoveRepositoryInput): Promise<Work> {
  const input = validInput(VbrRemoveRepositoryInput, raw);
  const target = targetOfType(VBR_REPOSITORY, input.repository, REPOSITORY);
  const { reader, record } = await findRepository(fleet, target);
  const options = {
    deleteBackups: input.deleteBackups ?? false,
    confirm: (current: { name: string }) => confirmName(input.confirmName, current.name),
  };
  await changeVbr(reader, ({ changes }, scope) => removeRepository(changes, record.nativeId, options, scope));
  return { server: target.server, session: null };
}

/** The one kind of storage that is given: the schema lets exactly one through. */
function chosenStorage({ storage }: VbrCreateRepositoryInput): [StorageKind, RepositorySettings] {
  const [chosen] = Object.entries(storage) as [StorageKind, RepositorySettings][];
  if (chosen === undefined) throw new TypeError('a @oneOf input without a field');
  return chosen;
}

/** What is given of the parts every repository has; null is for what is not. */
function given<T extends Record<string, string | null | undefined>>(parts: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value != null)) as {
    [K in keyof T]?: string;
  };
}

async function payload(
  operation: Operation,
  outcome: ChangeOutcome<Work>,
  repository: () => RepositoryType | null | Promise<RepositoryType | null>,
): Promise<RepositoryActionPayload> {
  return {
    get repository() {
      return repository();
    },
    session: await startedSession(operation, outcome.result?.session ?? null, outcome),
    userErrors: outcome.errors,
  };
}

async function repositoryNamed(
  operation: Operation,
  server: string,
  name: string,
): Promise<RepositoryType | null> {
  const listed = await operation.fleet.find(server)?.repositories();
  const record = listed?.value.items.find((row) => row.name === name);
  return record === undefined ? null : operation.repository(record);
}

async function sameRepository(operation: Operation, id: string): Promise<RepositoryType | null> {
  try {
    return await repositoryNow(operation, targetOfType(VBR_REPOSITORY, id, REPOSITORY));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
