import { Catch, Logger } from '@nestjs/common';
import type { ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import type { GqlContextType } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';

/**
 * Hands what a resolver throws to GraphQL, which puts it in its place of the answer. Nest would log each with its stack first, a
 * server that is down once for every row; formatError logs what was not thrown on purpose, once. That a client is gone is nobody's failure.
 */
@Catch()
export class ErrorsAsResults extends BaseExceptionFilter {
  private readonly logger = new Logger('Requests');

  override catch(exception: unknown, host: ArgumentsHost): unknown {
    if (host.getType<GqlContextType>() === 'graphql') return exception;
    const [{ raw }] = host.getArgs<[FastifyRequest]>();
    if (!raw.destroyed || raw.complete) return super.catch(exception, host);
    this.logger.debug('a client went away before its request had ended');
    return undefined;
  }
}
