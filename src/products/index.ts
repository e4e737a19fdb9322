import type { ProductDefinition } from '../schema/shared/product-definition.js';
import { vb365 } from './vb365/index.js';
import { vbaws } from './vbaws/index.js';
import { vbr } from './vbr/index.js';

/** Every product the gateway speaks with. A new one is a folder beside this file and a line here. */
export const PRODUCTS: readonly ProductDefinition[] = [vbr, vbaws, vb365];
