import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** For the SBOM; it is not served. */
const PACKAGES = 'packages.json';

/**
 * Writes a page into `target`: its script with the licenses in it, and `files`, each named after what is in it and by that name in
 * `template`; `others` keep their names. What else is there goes.
 */
export async function writePage(target, template, { code, packages }, files, others = {}) {
  await mkdir(target, { recursive: true });
  const loaded = { 'main.js': code, 'licenses.txt': packages.map(notice).join('\n\n'), ...files };
  const names = Object.entries(loaded).map(([name, text]) => [name, hashedName(name, text), text]);
  const written = new Map([
    ...names.map(([, hashed, text]) => [hashed, text]),
    ['index.html', names.reduce((html, [name, hashed]) => html.replace(`${name}"`, `${hashed}"`), template)],
    [PACKAGES, JSON.stringify(packages.map(({ name, version }) => `${name}@${version}`))],
    ...Object.entries(others),
  ]);
  for (const [name, text] of written) await update(join(target, name), text);
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
