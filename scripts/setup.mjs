import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, utimesSync } from 'node:fs';
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

/** Ends a command that works on the project where only the packages of production are. */
export function requireDevelopment() {
  if (!isProduction()) return;
  say('This command needs the packages of development: run "npm ci" in a checkout that runs no gateway.');
  process.exit(1);
}

/** Runs `npm ci` unless node_modules holds what the lock file names. Runs before anything is installed: Node alone. */
export function install() {
  if (isInstalled()) return;
  say('Installing packages (npm ci) …');
  const npm = process.env.npm_execpath;
  if (npm === undefined) throw new Error('packages are missing: run "npm ci" first');
  run([npm, 'ci'], 'npm ci failed');
}

/** Compiles src into dist, and bundles the query page and the board, unless nothing has changed since the last time. */
export function build() {
  const state = new URL('../dist/.tsbuildinfo', import.meta.url);
  const builtAt = changedAt(state);
  if (builtAt > lastChange()) return;
  if (builtAt === 0) say('Building …');
  run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], 'the build failed');
  run(['page/build.mjs'], 'the build of the query page failed');
  run(['board/build.mjs'], 'the build of the board failed');
  // The compiler leaves its state as it is where it finds nothing to do.
  utimesSync(state, new Date(), new Date());
}

/** When anything was changed, added or taken away that the build is made of. */
function lastChange() {
  const folders = ['src', 'page', 'board', 'scripts/pages'].flatMap((folder) => {
    const names = readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true });
    return ['', ...names].map((name) => `${folder}/${name}`);
  });
  const files = [
    'package.json',
    'schema.graphql',
    'tsconfig.json',
    'tsconfig.build.json',
    'node_modules/.package-lock.json',
  ];
  return Math.max(...[...folders, ...files].map((name) => changedAt(new URL(`../${name}`, import.meta.url))));
}

/** 0: it is not there. */
function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
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
