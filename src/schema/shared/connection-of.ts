import type { Type } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import type { Page } from '../../core/federation/page.js';
import type { Edge } from './connection.type.js';
import { ConnectionType } from './connection.type.js';
import type { Operation } from './operation.js';

/** What the nodes of a connection are called in its descriptions. */
interface NodeWords {
  /** With its article: "a proxy". */
  readonly one: string;
  readonly many: string;
  /** As people know the product's servers: "VBR servers". */
  readonly servers: string;
}

type ConnectionClass<R, T> = new (
  page: Page<R>,
  toNode: (record: R) => T,
  operation: Operation,
) => ConnectionType<R, T>;

/** The connection of a node type, named after it: `<name>Connection` with its `<name>Edge`. */
export function connectionOf<R, T extends object>(
  node: Type<T>,
  name: string,
  { one, many, servers }: NodeWords,
): ConnectionClass<R, T> {
  @ObjectType(`${name}Edge`, { description: `${capital(one)} with its place in a list.` })
  class EdgeType {
    @Field(() => String, { description: 'Its place, for `after`.' })
    readonly cursor!: string;

    @Field(() => node, { description: `${capital(one)}.` })
    readonly node!: T;
  }

  @ObjectType(`${name}Connection`, {
    description: `One page of ${many} over all asked ${servers}, and what is known of its sources.`,
  })
  class NodesType extends ConnectionType<R, T> {
    @Field(() => [EdgeType], { description: `The ${many} with their cursors.` })
    get edges(): readonly Edge<T>[] {
      return this.rows;
    }

    @Field(() => [node], { description: `The ${many}.` })
    get nodes(): readonly T[] {
      return this.rows.map((row) => row.node);
    }
  }
  return NodesType;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
