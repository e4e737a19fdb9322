/** Injection token of the JournalStore. */
export const JOURNAL_STORE = Symbol('JOURNAL_STORE');
