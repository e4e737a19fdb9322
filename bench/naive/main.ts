import 'reflect-metadata';
import { ApolloDriver } from '@nestjs/apollo';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readFleet } from '../upstream/fleet.js';
import { Lists } from './lists.js';
import { PoliciesResolver } from './policies.resolver.js';
import { ReportResolver } from './report.resolver.js';
import { SessionsResolver } from './sessions.resolver.js';

// Nest and Apollo as they come: a resolver per field, a call per row where the row asks for one.
const [config = ''] = process.argv.slice(2);
const fleet = readFleet(config, process.env['SIMULATORS_PASSWORD'] ?? '');

@Module({
  imports: [
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      autoSchemaFile: true,
      context: () => ({ lists: new Lists(fleet) }),
    }),
  ],
  providers: [PoliciesResolver, SessionsResolver, ReportResolver],
})
class NaiveModule {}

const app = await NestFactory.create<NestFastifyApplication>(NaiveModule, new FastifyAdapter(), {
  logger: ['error'],
});
await app.listen(0, '127.0.0.1');
process.send?.({ port: Number(new URL(await app.getUrl()).port) });
process.once('disconnect', () => process.exit(0));
