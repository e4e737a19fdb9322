import { CursorCodec, isTextKey } from '../../core/ordering/cursor.js';
import type { ServerScope } from '../../core/federation/fleet.js';
import { listInventory } from '../../core/federation/inventory-list.js';
import { nameKey, positionComparator } from '../../core/ordering/ordering.js';
import type { Page, PageRequest } from '../../core/federation/page.js';
import type { ServerReader } from '../../core/federation/server-reader.js';
import type { Reading } from '../../core/federation/server-reading.js';
import { matchesText } from '../../core/ordering/text-match.js';
import type { Product } from '../../core/model/server.js';
import type { TextCriteria } from '../../core/ports/activity.js';
import type { Listing, MissingPart } from '../../core/ports/listing.js';
import type { Operation } from './operation.js';
import type { MaxAgeArgs } from './page-args.js';
import { toPageRequest } from './page-args.js';
import type { ProductListFilter } from './product-list.inputs.js';
import { toServerScope } from './server-scope.js';
import { toTextCriteria } from './text-criteria.js';

/** A row of a list that only one product has. */
export interface NamedRecord {
  readonly server: string;
  readonly nativeId: string;
  readonly name: string;
}

/** Chooses from one server's rows; may ask that server for more. */
export type Choice<T> = (reader: ServerReader, records: readonly T[]) => readonly T[] | Promise<readonly T[]>;

interface ListArgs<F> extends MaxAgeArgs {
  readonly filter?: F | null;
}

interface ListRequest<T> {
  readonly scope: ServerScope;
  readonly name: TextCriteria | undefined;
  readonly choose: Choice<T>;
  readonly page: PageRequest;
}

interface ListDeclaration<T, F, C> {
  /** The root field; part of its cursors. */
  readonly field: string;
  readonly product: Product;
  readonly read: (reader: ServerReader) => Promise<Reading<Listing<T>>>;
  /** What the filter asks beyond server and name. Throws BadInputError; costs no call. */
  readonly toChoice?: (filter: F) => Choice<T>;
  readonly connection: (page: Page<T>, operation: Operation) => C;
}

/** A root list that only one product has: over all its servers, by name. */
export class ProductList<T extends NamedRecord, F extends ProductListFilter, C> {
  private readonly cursors: CursorCodec;

  constructor(private readonly declaration: ListDeclaration<T, F, C>) {
    this.cursors = new CursorCodec(`${declaration.field} NAME ASC`, isTextKey);
  }

  /** Reads the arguments. Throws BadInputError; costs no call, so it also serves as their check. */
  readonly toRequest = (args: ListArgs<F>): ListRequest<T> => {
    const { servers, tags, name } = args.filter ?? {};
    const scope = toServerScope({ servers: servers ?? null, tags: tags ?? null }, ['filter']);
    return {
      scope: { ...scope, products: [this.declaration.product] },
      name: name ? toTextCriteria(name, ['filter', 'name']) : undefined,
      choose: (args.filter && this.declaration.toChoice?.(args.filter)) ?? ((_reader, records) => records),
      page: toPageRequest(args, this.cursors),
    };
  };

  async answer(args: ListArgs<F>, asked: Operation): Promise<C> {
    const operation = asked.within(args);
    const { scope, name, choose, page } = this.toRequest(args);
    const { read, connection } = this.declaration;
    const rows = await listInventory({
      budget: operation.fleet.budget,
      readers: operation.fleet.select(scope),
      read,
      choose: async (reader, records) =>
        (
          await choose(
            reader,
            records.filter((record) => matchesText(record.name, name)),
          )
        ).map((record) => ({ record, key: nameKey(record.name) })),
      compare: positionComparator('ASC'),
      codec: this.cursors,
      page,
    });
    return connection(rows, operation);
  }
}

/** Of what was read only the rows that `isWanted` takes, and of what is missing only the parts that `concerns` takes. */
export function narrowed<A, T extends A>(
  reading: Reading<Listing<A>>,
  isWanted: (record: A) => record is T,
  concerns: (part: MissingPart) => boolean = () => true,
): Reading<Listing<T>> {
  const { items, missing, ...shortfall } = reading.value;
  return {
    ...reading,
    value: { ...shortfall, items: items.filter(isWanted), missing: missing.filter(concerns) },
  };
}
