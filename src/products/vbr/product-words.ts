import { Words } from '../../platform/products-kit/words.js';

/** "BY_USER_PASSWORD" as "ByUserPassword". */
export function productWord(value: string): string {
  return value
    .split('_')
    .map((part) => part.charAt(0) + part.slice(1).toLowerCase())
    .join('');
}

/** Reads the product's spelling of one of `values`. null: a word that is none of them. */
export function valuesOf<T extends string>(values: readonly T[]): Words<T | null> {
  return new Words<T | null>(Object.fromEntries(values.map((value) => [productWord(value), value])), null);
}
