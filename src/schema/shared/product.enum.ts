import type { Product } from '../../core/model/server.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

export const ProductEnum = describedEnum<Product>('Product', 'Which Veeam product a server runs.', {
  VBR: 'Veeam Backup & Replication.',
  VB_AWS: 'Veeam Backup for AWS.',
  VB_M365: 'Veeam Backup for Microsoft 365.',
});
