import type { Milliseconds } from './instant.js';

export const PRODUCTS = ['VBR', 'VB_AWS', 'VB_M365'] as const;

/** Which Veeam product a server runs. */
export type Product = (typeof PRODUCTS)[number];

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** One configured upstream, without anything secret. */
export interface Server {
  /** Unique and stable; part of every global id. */
  readonly key: string;
  readonly name: string;
  readonly product: Product;
  /** Base address without credentials and without a trailing slash. */
  readonly url: string;
  readonly tags: readonly Tag[];
  /** How long one source may take for its part of an answer. */
  readonly timeout: Milliseconds;
  /** How many calls may be in flight at once. */
  readonly concurrency: number;
  /** The configured recovery point objective, from the server itself or from one of its tags; null: none configured. */
  readonly recoveryPointObjective: Milliseconds | null;
  /** The configured IANA zone of its clock; null: none configured. */
  readonly timeZone: string | null;
}
