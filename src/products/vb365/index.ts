import type { ProductDefinition } from '../../schema/shared/product-definition.js';
import { VbM365CopyJob } from './graphql/copy-job.type.js';
import { findProxyNode } from './graphql/find-proxy.js';
import { VbM365Job } from './graphql/job.type.js';
import { VbM365JobSession } from './graphql/job-session.type.js';
import { VbM365Repository } from './graphql/repository.type.js';
import { VbM365RestoreSession } from './graphql/restore-session.type.js';
import { TYPES } from './native.js';
import { Vb365AdapterFactory } from './vb365-adapter.factory.js';
import { Vb365Module } from './vb365.module.js';

/** Veeam Backup for Microsoft 365. */
export const vb365: ProductDefinition = {
  product: 'VB_M365',
  module: Vb365Module,
  factory: Vb365AdapterFactory,
  policies: { [TYPES.job]: VbM365Job, [TYPES.copyJob]: VbM365CopyJob },
  repositories: { [TYPES.repository]: VbM365Repository },
  sessions: {
    [TYPES.jobSession]: VbM365JobSession,
    [TYPES.restoreSession]: VbM365RestoreSession,
  },
  nodes: { [TYPES.proxy]: findProxyNode },
};
