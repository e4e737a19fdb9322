import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contractPath } from './openapi.js';

/**
 * A `describe` over one of the vendor's reference pages, whose text is the contract where there is no OpenAPI file. `prefix` begins
 * the page's file name. Without the page it says so and skips, except under CI=true, where it fails.
 */
export function describeVendorPage(prefix: string, body: (text: string) => void): void {
  const folder = dirname(contractPath('vendor-pages/x'));
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.startsWith(prefix)) : undefined;
  if (name !== undefined) {
    describe(name, () => body(readFileSync(join(folder, name), 'utf8')));
    return;
  }
  const reason = `${join(folder, prefix)}* is not there (CONTRACTS_DIR names the folder above)`;
  if (process.env['CI'] === 'true') {
    it(`${prefix} is there`, () => {
      throw new Error(reason);
    });
    return;
  }
  console.warn(`Contract tests skipped: ${reason}`);
  describe.skip(prefix, () => it('needs the page', () => undefined));
}

/** The JSON objects printed on a page, outermost only. */
export function samplesOf(text: string): unknown[] {
  const samples: unknown[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '{' && (depth += 1) === 1) start = index;
    if (text[index] !== '}' || depth === 0 || (depth -= 1) > 0) continue;
    try {
      // Pages are indented by spaces that JSON does not know.
      samples.push(JSON.parse(text.slice(start, index + 1).replaceAll('\u00a0', ' ')));
    } catch {
      // A placeholder such as {id}.
    }
  }
  return samples;
}
