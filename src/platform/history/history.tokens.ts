/** Injection token of the JournalStore. */
export const JOURNAL_STORE = Symbol('JOURNAL_STORE');
/** The `CapacityStore` of the process. */
export const CAPACITY_STORE = Symbol('CAPACITY_STORE');
