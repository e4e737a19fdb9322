import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Policy, Repository, Source } from '../upstream/records.js';

/** The lists that one request has read, each once per server. */
export class Lists {
  private readonly memory = new Map<string, Promise<unknown>>();
  private readonly sources: ReadonlyMap<string, Source>;

  constructor(readonly fleet: readonly Source[]) {
    this.sources = new Map(fleet.map((source) => [source.key, source]));
  }

  source(key: string): Source {
    const source = this.sources.get(key);
    if (source === undefined) throw new RangeError(`no server ${key}`);
    return source;
  }

  policies(key: string): Promise<Policy[]> {
    return this.once(`policies ${key}`, () => this.source(key).policies({ withTargets: true }));
  }

  repositories(key: string): Promise<Repository[]> {
    return this.once(`repositories ${key}`, () => this.source(key).repositories());
  }

  private once<T>(name: string, load: () => Promise<T>): Promise<T> {
    const known = this.memory.get(name) as Promise<T> | undefined;
    const loading = known ?? load();
    this.memory.set(name, loading);
    return loading;
  }
}

/** The lists of the request that a resolver works for. */
export const RequestLists = createParamDecorator((_data: unknown, context: ExecutionContext): Lists => {
  return GqlExecutionContext.create(context).getContext<{ lists: Lists }>().lists;
});
