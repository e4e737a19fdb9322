import { fileURLToPath } from 'node:url';

const pathOf = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const PACKAGE = pathOf('package.json');
export const SOURCES = pathOf('src/');
export const COMPILED_PACKAGE = pathOf('node_modules/.cache/tested/package.json');
export const COMPILED = pathOf('node_modules/.cache/tested/src/');

/** The file to import for a file that a test imports. */
export function hostFile(path) {
  return path.startsWith(SOURCES) ? COMPILED + path.slice(SOURCES.length).replace(/\.ts$/, '.js') : path;
}
