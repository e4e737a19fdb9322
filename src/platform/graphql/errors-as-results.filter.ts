import { Catch } from '@nestjs/common';
import type { ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import type { GqlContextType } from '@nestjs/graphql';

/**
 * Hands what a resolver throws to GraphQL, which puts it in its place of the answer. Nest would log each with its stack first, a
 * server that is down once for every row; formatError logs what was not thrown on purpose, once.
 */
@Catch()
export class ErrorsAsResults extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): unknown {
    return host.getType<GqlContextType>() === 'graphql' ? exception : super.catch(exception, host);
  }
}
