import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import { Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Where the builds of the pages put them: beside the compiled modules. */
const FOLDERS = new URL('../../', import.meta.url);
const TEMPLATE = 'index.html';
const DATA_PLACE = '<script type="application/json" id="page-data">';

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain; charset=utf-8'],
]);

/** A file that a page loads. Its name says what is in it, so that a browser that has it never needs to ask again. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  /** Weak: it is the same however it is compressed. */
  readonly etag: string;
}

/** A page as it was built. It is read when it is first asked for, and kept: the files are few and small. */
export class BuiltPage {
  private readonly folder: URL;
  private files: Promise<ReadonlyMap<string, PageFile>> | undefined;
  private html: Promise<string> | undefined;

  /** `name`: the folder it was built into. */
  constructor(name: string) {
    this.folder = new URL(`${name}/`, FOLDERS);
  }

  /** undefined: there is no such file. */
  async find(name: string): Promise<PageFile | undefined> {
    return (await (this.files ??= this.readFiles())).get(name);
  }

  /** The page itself, with what the gateway tells it. */
  async htmlWith(data: object): Promise<string> {
    const template = await (this.html ??= readFile(new URL(TEMPLATE, this.folder), 'utf8'));
    // An end tag in a text would end the element.
    const json = JSON.stringify(data).replaceAll('<', '\\u003c');
    return template.replace(DATA_PLACE, () => DATA_PLACE + json);
  }

  private async readFiles(): Promise<ReadonlyMap<string, PageFile>> {
    const files = new Map<string, PageFile>();
    for (const name of await readdir(this.folder)) {
      const type = CONTENT_TYPES.get(extname(name));
      if (type === undefined) continue;
      const body = await readFile(new URL(name, this.folder));
      files.set(name, { type, body, etag: `W/"${createHash('sha256').update(body).digest('base64url')}"` });
    }
    return files;
  }
}

const FOR_EVER = 'public, max-age=31536000, immutable';

/** Serves what a page loads, to be kept for ever. */
export abstract class PageFilesController {
  constructor(private readonly page: BuiltPage) {}

  @Get('*')
  async file(
    @Param('*') name: string,
    @Req() { headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.page.find(name);
    if (file === undefined) throw new NotFoundException();
    const { type, body, etag } = file;
    const known = headers['if-none-match'] ?? '';
    const isKnown = known.trim() === '*' || known.includes(etag);
    void reply.headers({ etag, 'cache-control': FOR_EVER });
    await (isKnown ? reply.code(304).send() : reply.type(type).send(body));
  }
}
