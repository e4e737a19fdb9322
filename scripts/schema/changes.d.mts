export interface Change {
  /** "Type.member", or the type itself. */
  readonly at: string;
  readonly says: string;
}

export interface Changes {
  readonly breaking: readonly Change[];
  readonly dangerous: readonly Change[];
  readonly added: readonly string[];
}

export function changesBetween(released: string, printed: string): Changes;
export function unannounced(breaking: readonly Change[], changelog: string): readonly Change[];
export function changesPage(version: string, changes: Changes): string;
