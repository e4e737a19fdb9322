/** The store of the journal cannot be used now. The message says why, and is fit for operators, not for clients. */
export class HistoryAway extends Error {
  override readonly name = 'HistoryAway';
}

/** What is kept, or the fallback where the store is away. */
export async function unlessAway<T, const F>(reading: Promise<T>, fallback: F): Promise<T | F> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof HistoryAway) return fallback;
    throw error;
  }
}
