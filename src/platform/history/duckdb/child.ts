import { JournalFile, JournalFileError, putAside } from './journal-file.js';
import type { Answer, Ask, Numbered } from './protocol.js';

/**
 * The process that holds the file of the journal: DuckDB may be left damaged by damaged files, and the gateway must not be. It ends when
 * the gateway does. What is written, and what is read, is done in the order it was asked in.
 */
process.umask(0o077);
// Signals go to the whole group of a terminal: the gateway tells when it is time.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

let file: JournalFile | undefined;
let writes: Promise<unknown> = Promise.resolve();
let reads: Promise<unknown> = Promise.resolve();

process.on('message', ({ number, body }: Numbered<Ask>) => {
  const work = (): Promise<void> => answer(number, body);
  if (body.do === 'read') reads = reads.then(work);
  else if (body.do === 'write') writes = writes.then(work);
  else reads = writes = Promise.all([reads, writes]).then(work);
});

process.on('disconnect', () => {
  void Promise.all([reads, writes]).then(() => {
    file?.close();
    process.exit();
  });
});

async function answer(number: number, ask: Ask): Promise<void> {
  const body = await perform(ask).catch((error: unknown): Answer => {
    if (error instanceof JournalFileError) return { failed: error.message, why: error.why };
    return { failed: String(error), why: 'failed' };
  });
  if (process.connected) process.send?.({ number, body } satisfies Numbered<Answer>);
}

async function perform(ask: Ask): Promise<Answer> {
  if (ask.do === 'open') {
    const aside = ask.putAside === null ? [] : putAside(ask.folder, ask.putAside, new Date());
    file = await JournalFile.open(ask.folder);
    return { opened: true, putAside: aside };
  }
  if (file === undefined) throw new JournalFileError('the file is not open', 'failed');
  switch (ask.do) {
    case 'write':
      return { rows: await file.write(ask.statements) };
    case 'read':
      return { rows: [await file.read(ask.statement)] };
    case 'compact':
      await file.compact(ask.always);
      return { rows: [] };
  }
}
