import type { ModuleRef } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';

/** The schema is there once the GraphQL module has started; its host is no provider other modules can name. */
export function builtSchema(modules: ModuleRef): GraphQLSchema {
  return modules.get(GraphQLSchemaHost, { strict: false }).schema;
}
