export interface Change {
  /** "Type.member", or the type itself. */
  readonly at: string;
  readonly says: string;
}

export interface Break extends Change {
  /** Members of interfaces that it is an instance of. */
  readonly covered: readonly string[];
}

export interface Changes {
  readonly breaking: readonly Break[];
  readonly dangerous: readonly Change[];
  readonly added: readonly string[];
}

export function changesBetween(released: string, printed: string): Changes;
export function unannounced(breaking: readonly Break[], changelog: string): readonly Break[];
export function changesPage(version: string, changes: Changes): string;
