/** The store of the journal cannot be used until somebody changes something. The message is for operators. */
export class HistoryRefused extends Error {
  override readonly name = 'HistoryRefused';
  /** The one that names the store. */
  readonly setting = 'history.path';
}
