import { readFile, readdir } from 'node:fs/promises';
import { rolldown } from 'rolldown';

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const LICENSE = /^licen[cs]e(\.\w+)?$/i;

/** A page's script, and the packages of which it holds code. */
export async function bundle(entry) {
  const bundler = await rolldown({
    input: entry,
    platform: 'browser',
    resolve: { extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } },
    transform: { define: { 'process.env.NODE_ENV': '"production"', 'globalThis.process': 'undefined' } },
  });
  const { output } = await bundler.generate({ format: 'esm', minify: true });
  await bundler.close();
  const [{ code, moduleIds }] = output;
  const folders = new Set(moduleIds.flatMap((id) => PACKAGE.exec(id)?.[0] ?? []));
  return { code, packages: await Promise.all([...folders].sort().map(packageIn)) };
}

/** Fails where a package has no license to hand on. */
async function packageIn(folder) {
  const { name, version } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  const license = (await readdir(folder)).find((file) => LICENSE.test(file));
  if (license === undefined) throw new Error(`${name} has no license to hand on with the pages`);
  return { name, version, license: await readFile(`${folder}/${license}`, 'utf8') };
}
