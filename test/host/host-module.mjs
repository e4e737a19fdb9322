import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { hostFile } from './paths.mjs';

const require = createRequire(import.meta.url);
const OWN_CODE = readFileSync(new URL(import.meta.url), 'utf8');

/** Jest's transform for what tests import: instead of the module's own code, what the process around the test exports. */
export default {
  process(_source, path, { supportsStaticESM }) {
    const host = `requireFromHost(${JSON.stringify(hostFile(path))})`;
    return { code: supportsStaticESM ? esModule(host, namesOf(path)) : commonModule(host, namesOf(path)) };
  },

  getCacheKey(_source, path, { supportsStaticESM }) {
    const key = JSON.stringify([OWN_CODE, hostFile(path), supportsStaticESM, namesOf(path)]);
    return createHash('sha256').update(key).digest('hex');
  },
};

function namesOf(path) {
  return Object.keys(require(hostFile(path)));
}

function esModule(host, names) {
  const constants = names.map((name, index) => `const e${index} = host[${JSON.stringify(name)}];\n`).join('');
  const list = names.map((name, index) => `e${index} as ${JSON.stringify(name)}`).join(', ');
  return `const host = ${host};\n${constants}export { ${list} };\n`;
}

/** The lines behind the first never run: from them Jest reads which names can be imported. */
function commonModule(host, names) {
  const lines = names.map((name) => `0 && (exports[${JSON.stringify(name)}] = 0);\n`).join('');
  return `module.exports = ${host};\n${lines}`;
}
