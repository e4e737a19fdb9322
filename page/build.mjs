// node page/build.mjs [FOLDER]: bundles the query page into FOLDER/page (dist/page), each file named after what is in it.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

/** For the SBOM; it is not served. */
const PACKAGES = 'packages.json';
const SOURCES = fileURLToPath(new URL('.', import.meta.url));

/** Builds the page for a gateway whose compiled modules are in `folder`. */
export async function buildPage(folder) {
  const target = join(folder, 'page');
  await mkdir(target, { recursive: true });
  const { code, packages } = await bundle();
  const files = {
    'main.js': code,
    'licenses.txt': packages.map(notice).join('\n\n'),
    'page.css': await readFile(join(SOURCES, 'page.css'), 'utf8'),
    'icon.svg': await readFile(join(SOURCES, 'icon.svg'), 'utf8'),
  };
  let html = await readFile(join(SOURCES, 'index.html'), 'utf8');
  const written = new Set(['index.html', PACKAGES]);
  for (const [name, text] of Object.entries(files)) {
    const hashed = hashedName(name, text);
    html = html.replace(`"${name}"`, `"${hashed}"`);
    written.add(hashed);
    await update(join(target, hashed), text);
  }
  await update(join(target, 'index.html'), html);
  await update(
    join(target, PACKAGES),
    JSON.stringify(packages.map(({ name, version }) => `${name}@${version}`)),
  );
  const left = (await readdir(target)).filter((name) => !written.has(name));
  await Promise.all(left.map((name) => rm(join(target, name), { recursive: true })));
}

/** Leaves what is right as it is: others may be reading it. */
async function update(path, text) {
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present !== text) await writeFile(path, text);
}

function notice({ name, version, license }) {
  return `${name} ${version}\n\n${license.trim()}\n`;
}

function hashedName(name, text) {
  const [stem, extension] = name.split('.');
  return `${stem}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.${extension}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await buildPage(process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url)));
