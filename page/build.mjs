import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { helpIfAsked } from '../scripts/help.mjs';
import { bundle } from '../scripts/pages/bundle.mjs';
import { writePage } from '../scripts/pages/write-page.mjs';

const SOURCES = fileURLToPath(new URL('.', import.meta.url));

/** Builds the page for a gateway whose compiled modules are in `folder`. */
export async function buildPage(folder) {
  const source = (name) => readFile(join(SOURCES, name), 'utf8');
  await writePage(join(folder, 'page'), await source('index.html'), await bundle(join(SOURCES, 'main.ts')), {
    'page.css': await source('page.css'),
    'icon.svg': await source('icon.svg'),
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  helpIfAsked(`node page/build.mjs [FOLDER]

Bundles the query page into FOLDER/page (unless given dist/page), each file named after what is in it.`);
  await buildPage(process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url)));
}
