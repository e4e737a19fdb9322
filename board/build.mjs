import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { helpIfAsked } from '../scripts/help.mjs';
import { bundle } from '../scripts/pages/bundle.mjs';
import { writePage } from '../scripts/pages/write-page.mjs';
import { readDocuments } from './documents/build.mjs';

const SOURCES = fileURLToPath(new URL('.', import.meta.url));
const STYLES = ['tokens.css', 'layout.css', 'parts.css', 'views.css'];

/** Builds the board for a gateway whose compiled modules are in `folder`. */
export async function buildBoard(folder) {
  const source = (name) => readFile(join(SOURCES, name), 'utf8');
  const styles = await Promise.all(STYLES.map((name) => source(`styles/${name}`)));
  const files = {
    'board.css': styles.join('\n'),
    'icon.svg': await readFile(join(SOURCES, '../page/icon.svg'), 'utf8'),
  };
  const script = await bundle(join(SOURCES, 'main.tsx'));
  await writePage(join(folder, 'board'), await source('index.html'), script, files, {
    'documents.json': manifest(),
  });
}

/** By the SHA-256 of their texts, as trusted documents are listed. */
function manifest() {
  const hash = (text) => createHash('sha256').update(text).digest('hex');
  return JSON.stringify(
    Object.fromEntries([...readDocuments().texts.values()].map((text) => [hash(text), text])),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  helpIfAsked(`node board/build.mjs [FOLDER]

Bundles the board into FOLDER/board (unless given dist/board), and lists its documents there.`);
  await buildBoard(process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url)));
}
