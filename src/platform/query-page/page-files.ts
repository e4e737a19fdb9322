import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname } from 'node:path';

/** Where the build of the query page puts it: beside the compiled modules. */
const FOLDER = new URL('../../page/', import.meta.url);
const TEMPLATE = 'index.html';

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain; charset=utf-8'],
]);

/** A file that the query page loads. Its name says what is in it, so that a browser that has it never needs to ask again. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  /** Weak: it is the same however it is compressed. */
  readonly etag: string;
}

/** The built query page. It is read when it is first asked for, and kept: the files are few and small. */
export class PageFiles {
  private files: Promise<ReadonlyMap<string, PageFile>> | undefined;
  private html: Promise<string> | undefined;

  /** undefined: there is no such file. */
  async find(name: string): Promise<PageFile | undefined> {
    return (await (this.files ??= readFiles())).get(name);
  }

  /** The page itself, without what the gateway tells it. */
  template(): Promise<string> {
    return (this.html ??= readFile(new URL(TEMPLATE, FOLDER), 'utf8'));
  }
}

async function readFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  for (const name of await readdir(FOLDER)) {
    const type = CONTENT_TYPES.get(extname(name));
    if (type === undefined) continue;
    const body = await readFile(new URL(name, FOLDER));
    files.set(name, { type, body, etag: `W/"${createHash('sha256').update(body).digest('base64url')}"` });
  }
  return files;
}
