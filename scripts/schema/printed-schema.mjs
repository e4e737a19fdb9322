import 'reflect-metadata';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createApp } from '../../dist/create-app.js';
import { parseConfig } from '../../dist/platform/config/parse-config.js';
import { withRoles } from './printed-roles.mjs';

/** The schema as the gateway serves it, printed in a stable order. Starts the application, but listens nowhere. */
export async function printedSchema() {
  const server = {
    key: 'none',
    product: 'VBR',
    url: 'http://127.0.0.1:9',
    username: 'none',
    password: 'none',
  };
  const text = JSON.stringify({ servers: [server], history: 'off' });
  const app = await createApp(parseConfig(text, { file: '/gateway.yaml', env: {} }), { quiet: true });
  await app.init();
  const { schema } = app.get(GraphQLSchemaHost, { strict: false });
  await app.close();
  return withRoles(`${printSchema(lexicographicSortSchema(schema))}\n`, schema);
}
