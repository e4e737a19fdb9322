import type { ProductDefinition } from '../schema/shared/product-definition.js';

/** Every product the gateway speaks with. A new one is a folder beside this file and a line here. */
export const PRODUCTS: readonly ProductDefinition[] = [];
