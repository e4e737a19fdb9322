import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transform } from '@swc/core';
import { buildPage } from '../../page/build.mjs';
import { COMPILED, COMPILED_PACKAGE, PACKAGE, SOURCES, hostFile } from './paths.mjs';

const BOARD = fileURLToPath(new URL('../../board/build.mjs', import.meta.url));
const OPTIONS = fileURLToPath(new URL('../../.swcrc', import.meta.url));

/** Jest's globalSetup: compiles what of src has changed since the last time, and bundles the query page and the board. */
export default async function compileSources() {
  await write(COMPILED_PACKAGE, await readFile(PACKAGE));
  const options = await readFile(OPTIONS, 'utf8');
  const names = await readdir(SOURCES, { recursive: true });
  const sources = names.filter((name) => name.endsWith('.ts')).map((name) => join(SOURCES, name));
  await Promise.all([
    ...sources.map((source) => compile(source, options)),
    buildPage(COMPILED),
    // In a process of its own: here Jest would put its transforms around the packages that the build imports.
    promisify(execFile)(process.execPath, [BOARD, COMPILED]),
  ]);
}

/** The last line tells what it was compiled from: times of change are no help where files are moved and branches switched. */
async function compile(source, options) {
  const text = await readFile(source, 'utf8');
  const origin = `// ${createHash('sha256').update(options).update(text).digest('hex')}\n`;
  const target = hostFile(source);
  if ((await readIfThere(target)).endsWith(origin)) return;
  const { code } = await transform(text, { configFile: OPTIONS, filename: source });
  await write(target, `${code}\n${origin}`);
}

/** In one step: other runs may be importing the file just now. */
async function write(file, text) {
  await mkdir(dirname(file), { recursive: true });
  const written = `${file}.${process.pid}`;
  await writeFile(written, text);
  await rename(written, file);
}

async function readIfThere(file) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}
