import { Refusal } from '../../core/errors/refusal.js';
import type { Target } from '../../core/federation/actions.js';
import { findRepository } from '../../core/federation/actions.js';
import type { RepositoryType } from '../repositories/repository.type.js';
import type { Operation } from '../shared/operation.js';

/** The repository after a change; null: there is no such repository. */
export async function repositoryNow(operation: Operation, target: Target): Promise<RepositoryType | null> {
  try {
    const { record } = await findRepository(operation.fleet, target);
    return operation.repository(record);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
