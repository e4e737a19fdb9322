/** The store of the journal cannot be used until somebody changes something. The message is for operators. */
export class HistoryRefused extends Error {
  override readonly name = 'HistoryRefused';

  /** @param setting the one that names the store. */
  constructor(
    message: string,
    readonly setting: string,
  ) {
    super(message);
  }
}
