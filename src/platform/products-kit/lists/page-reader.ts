import { AbandonedCall, SourceFailure } from '../../../core/errors/source-failure.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { isTooMuch } from '../../http/too-much.js';
import { number } from '../values.js';
import type { PageSizes } from './page-sizes.js';

/** One page of an upstream list as it came; its rows are not read yet. */
export interface FetchedPage {
  readonly rows: readonly unknown[];
  /** Rows of the whole list; null: not told, or nonsense. */
  readonly total: number | null;
  /** Where the page begins as the server understood it; null: not told. */
  readonly offset: number | null;
  /** It is as full as the server makes them: where no total is known that can be believed, more may follow. */
  readonly isFull: boolean;
  /** The server says itself that more follows. */
  readonly hasNext: boolean;
  /** Size of the answer. */
  readonly bytes: number;
}

export interface PagePlace {
  readonly offset: number;
  readonly limit: number;
  /** A page that is too much is asked for in smaller ones: sending it again as it is would be in vain. */
  readonly asksForLess: boolean;
}

/** Asks for one page. */
export type FetchPage = (place: PagePlace) => Promise<FetchedPage>;

/** How many rows a list says it has; null: nonsense. */
export function readTotal(value: unknown): number | null {
  const total = number(value);
  return total === null || total < 0 ? null : Math.trunc(total);
}

/** How a list is asked for. */
export interface ListReading {
  /** Its path, by which page sizes are remembered; ids in it do not matter. */
  readonly list: string;
  readonly sizes: PageSizes;
  readonly scope: CallScope;
  /** False: the list comes as a whole, whatever is asked for. The default is true. */
  readonly isPaged?: boolean;
  /** All of it is wanted, and kept: pages of a slow list are read side by side. The default is false. */
  readonly isKept?: boolean;
}

const GUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
/** Pages read before their turn has come. */
const WIDTH = 4;

/** Gets pages in sizes that the server can give, of a slow list some of them ahead. */
export class PageReader {
  private readonly ahead = new Map<number, Promise<FetchedPage>>();
  private readonly list: string;

  constructor(
    private readonly fetch: FetchPage,
    private readonly reading: ListReading,
  ) {
    this.list = reading.list.replaceAll(GUID, '{id}');
  }

  /** The page that begins there, of at most so many rows. */
  async at(offset: number, limit: number): Promise<FetchedPage> {
    const size = this.reading.sizes.of(this.list, limit);
    const page = await (this.take(offset) ?? this.ask(offset, size));
    if (page.rows.length > 0) this.readAhead(offset + page.rows.length, page.total);
    return page;
  }

  /** The list has moved: what was read ahead is not what follows. */
  forget(): void {
    this.ahead.clear();
  }

  private take(offset: number): Promise<FetchedPage> | undefined {
    const page = this.ahead.get(offset);
    this.ahead.delete(offset);
    return page;
  }

  private readAhead(next: number, total: number | null): void {
    const { list } = this;
    const { sizes, isKept = false, isPaged = true } = this.reading;
    if (!isKept || !isPaged || total === null || !sizes.isSlow(list)) return;
    const size = sizes.of(list, total);
    for (let offset = next; offset < total && this.ahead.size < WIDTH; offset += size) {
      if (this.ahead.has(offset)) continue;
      const page = this.ask(offset, size);
      // It is told when its turn comes.
      page.catch(() => undefined);
      this.ahead.set(offset, page);
    }
  }

  private async ask(offset: number, wanted: number): Promise<FetchedPage> {
    const { list } = this;
    const { sizes, scope, isPaged = true } = this.reading;
    let limit = wanted;
    let known: SourceFailure | undefined;
    while (true) {
      const asksForLess = isPaged && sizes.canShrink(limit);
      const startedAt = performance.now();
      const took = (): number => performance.now() - startedAt;
      try {
        const page = await this.fetch({ offset, limit, asksForLess });
        if (page.rows.length >= limit) sizes.came(list, limit, { took: took(), bytes: page.bytes });
        return page;
      } catch (error) {
        // Cut off by the end of the work: what was seen before says more.
        if (error instanceof AbandonedCall && known !== undefined) throw known;
        if (!asksForLess || !isTooMuch(error)) throw error;
        sizes.tooMuch(list, limit, error.code === 'TIMEOUT' ? took() : Infinity);
        if (scope.signal.aborted) throw error;
        known = error;
        limit = sizes.of(list, limit);
      }
    }
  }
}
