import type { ProductDefinition } from '../../schema/shared/product-definition.js';
import { VbrJob } from './graphql/job.type.js';
import { VbrRepository } from './graphql/repository.type.js';
import { VbrScaleOutRepository } from './graphql/scale-out-repository.type.js';
import { VbrSession } from './graphql/session.type.js';
import { VbrAdapterFactory } from './vbr-adapter.factory.js';
import { VbrModule } from './vbr.module.js';

/** Veeam Backup & Replication. */
export const vbr: ProductDefinition = {
  product: 'VBR',
  module: VbrModule,
  factory: VbrAdapterFactory,
  policies: { VbrJob },
  repositories: { VbrRepository, VbrScaleOutRepository },
  sessions: { VbrSession },
};
