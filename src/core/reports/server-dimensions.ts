import { PRODUCTS } from '../model/server.js';
import type { Product, Tag } from '../model/server.js';
import { dimension, rank } from './grouping.js';
import type { Dimension, KeyValue } from './grouping.js';

/** What a report asks about the servers its rows come from, by server key. */
export interface ServerLookup {
  tagsOf(server: string): readonly Tag[];
  productOf(server: string): Product;
}

/** The group keys that every report knows, because they are facts of a server. */
export interface ServerKeys {
  readonly product: Product | null;
  /** Server key. */
  readonly server: string | null;
  readonly tag: Tag | null;
}

interface OfServer {
  readonly server: string;
}

export function byProduct<Row extends OfServer>(servers: ServerLookup): Dimension<Row, ServerKeys> {
  return dimension(
    (row) => row.server,
    (server) => {
      const product = servers.productOf(server);
      return [{ id: product, sort: rank(PRODUCTS, product), keys: { product } }];
    },
  );
}

export function byServer<Row extends OfServer>(): Dimension<Row, ServerKeys> {
  return dimension(
    (row) => row.server,
    (server) => [{ id: server, sort: [server], keys: { server } }],
  );
}

/** One value per distinct tag of the server; a server without tags has the value null, which sorts last. */
export function byTag<Row extends OfServer>(servers: ServerLookup): Dimension<Row, ServerKeys> {
  return dimension(
    (row) => row.server,
    (server): readonly KeyValue<ServerKeys>[] => {
      const tags = servers.tagsOf(server);
      if (tags.length === 0) return [{ id: 'none', sort: [1], keys: { tag: null } }];
      const distinct = new Map(tags.map((tag) => [JSON.stringify([tag.key, tag.value]), tag]));
      return [...distinct].map(([id, tag]) => ({ id, sort: [0, tag.key, tag.value], keys: { tag } }));
    },
  );
}
