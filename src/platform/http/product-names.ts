import type { Product } from '../../core/model/server.js';

/** The products' full names, for messages that people read. */
export const PRODUCT_NAMES: Readonly<Record<Product, string>> = {
  VBR: 'Veeam Backup & Replication',
  VB_AWS: 'Veeam Backup for AWS',
  VB_M365: 'Veeam Backup for Microsoft 365',
};
