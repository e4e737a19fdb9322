import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { Controller, Get, Header, NotFoundException, Param, StreamableFile } from '@nestjs/common';
import { ASSETS_PATH } from './render-query-page.js';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Serves the scripts, styles, fonts and pictures of the query page from the installed package. */
@Controller(ASSETS_PATH)
export class QueryPageAssetsController {
  @Get('*')
  @Header('cache-control', 'public, max-age=3600')
  async asset(@Param('*') path: string): Promise<StreamableFile> {
    const type = CONTENT_TYPES[extname(path)];
    const file = await this.fileAt(path);
    if (type === undefined || file === undefined) throw new NotFoundException();
    return new StreamableFile(createReadStream(file.name), { type, length: file.size });
  }

  private async fileAt(path: string): Promise<{ name: string; size: number } | undefined> {
    const { getDistDirectory } = await import('altair-static');
    const root = getDistDirectory();
    const name = normalize(join(root, path));
    if (!name.startsWith(root + sep)) return undefined;
    const entry = await stat(name).catch(() => undefined);
    return entry?.isFile() === true ? { name, size: entry.size } : undefined;
  }
}
