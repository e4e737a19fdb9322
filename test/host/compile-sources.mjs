import { mkdir, readFile, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';
import { COMPILED_PACKAGE, PACKAGE, SOURCES, hostFile } from './paths.mjs';

const OPTIONS = fileURLToPath(new URL('../../.swcrc', import.meta.url));

/** Jest's globalSetup: compiles what of src has changed since the last time. */
export default async function compileSources() {
  await write(COMPILED_PACKAGE, await readFile(PACKAGE));
  const optionsChanged = await modified(OPTIONS);
  const names = await readdir(SOURCES, { recursive: true });
  const sources = names.filter((name) => name.endsWith('.ts')).map((name) => join(SOURCES, name));
  await Promise.all(sources.map((source) => compile(source, optionsChanged)));
}

async function compile(source, optionsChanged) {
  const target = hostFile(source);
  if ((await modified(target)) > Math.max(await modified(source), optionsChanged)) return;
  const { code } = await transformFile(source, { configFile: OPTIONS });
  await write(target, code);
}

/** In one step: other runs may be importing the file just now. */
async function write(file, text) {
  await mkdir(dirname(file), { recursive: true });
  const written = `${file}.${process.pid}`;
  await writeFile(written, text);
  await rename(written, file);
}

async function modified(file) {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
}
