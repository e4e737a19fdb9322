import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GqlContextType } from '@nestjs/graphql';
import { refuse } from '../edge/refusal.js';
import type { HttpRefusal } from '../edge/refusal.js';
import { isGraphQL } from '../request/routes.js';

const METHODS = 'GET, POST';

/**
 * Refuses requests at the GraphQL address that never become a GraphQL request (a body that is no JSON, another media type, another
 * method) in the form GraphQL clients read, with the status GraphQL over HTTP asks for.
 */
@Catch(HttpException)
export class RequestErrors extends BaseExceptionFilter<HttpException> {
  override catch(exception: HttpException, host: ArgumentsHost): void {
    const [request, reply] = host.getArgs<[FastifyRequest, FastifyReply]>();
    if (isGraphQL(request.url)) refuse(refusalOf(exception, request), request, reply);
    else super.catch(exception, host);
  }
}

function refusalOf(exception: HttpException, { method }: FastifyRequest): HttpRefusal {
  const status = exception.getStatus();
  const code = 'BAD_REQUEST';
  switch (status) {
    // The address exists, so nothing but the method can be unknown.
    case 404: {
      const message = `expected one of the methods ${METHODS}, got ${method}`;
      return { status: 405, code, message, headers: { allow: METHODS } };
    }
    case 415:
      return { status, code, message: 'expected a body of the type application/json' };
    default:
      return { status, code, message: exception.message };
  }
}

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
