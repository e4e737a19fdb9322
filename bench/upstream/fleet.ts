import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Aws } from './aws.js';
import { M365 } from './m365.js';
import type { Source } from './records.js';
import { Vbr } from './vbr.js';

interface ServerEntry {
  readonly key: string;
  readonly name: string;
  readonly product: 'VBR' | 'VB_AWS' | 'VB_M365';
  readonly url: string;
  readonly username: string;
}

/** The servers of a gateway.yaml; all of them take one password. The servers say which API version they speak. */
export function readFleet(file: string, password: string): Source[] {
  const { servers } = parse(readFileSync(file, 'utf8')) as { servers: ServerEntry[] };
  return servers.map((entry) => sourceOf(entry, password));
}

function sourceOf({ key, name, product, url, username }: ServerEntry, password: string): Source {
  const place = { url, username, password };
  switch (product) {
    case 'VBR':
      return new Vbr(key, name, place);
    case 'VB_AWS':
      return new Aws(key, name, place);
    case 'VB_M365':
      return new M365(key, name, place);
  }
}
