/** The store of the journal cannot be used now. The message says why, and is fit for operators, not for clients. */
export class HistoryAway extends Error {
  override readonly name = 'HistoryAway';
}
