import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Whether this is a built gateway with its production packages alone, as on a server or in an image. It runs as it is: `npm ci` would take
 * the packages away under a gateway that is running. (The compiler proves nothing: npm keeps it as an optional peer of @nestjs/graphql.)
 */
export function isProduction() {
  return (
    existsSync(new URL('../dist/main.js', import.meta.url)) &&
    !existsSync(new URL('../node_modules/jest', import.meta.url))
  );
}

/** Runs `npm ci` unless node_modules holds what the lock file names. Runs before anything is installed: Node alone. */
export function install() {
  if (isInstalled()) return;
  say('Installing packages (npm ci) …');
  const npm = process.env.npm_execpath;
  if (npm === undefined) throw new Error('packages are missing: run "npm ci" first');
  run([npm, 'ci'], 'npm ci failed');
}

/** Compiles src into dist, and bundles the query page; quick when nothing has changed. */
export function build() {
  if (!existsSync(new URL('../dist', import.meta.url))) say('Building …');
  run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], 'the build failed');
  run(['page/build.mjs'], 'the build of the query page failed');
}

function isInstalled() {
  const wanted = packagesOf('../package-lock.json');
  const present = packagesOf('../node_modules/.package-lock.json');
  return Object.entries(wanted)
    .filter(([path, { optional }]) => path !== '' && !optional)
    .every(([path, { version }]) => present[path]?.version === version);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

function run(args, failure) {
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  say(failure);
  process.exit(status ?? 1);
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
