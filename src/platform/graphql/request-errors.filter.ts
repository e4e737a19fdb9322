import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

const PATH = '/graphql';
const METHODS = 'GET, POST';
const GRAPHQL_RESPONSE = 'application/graphql-response+json';

/**
 * Refuses requests at the GraphQL address that never become a GraphQL request (a body that is no JSON, another media type, another
 * method) in the form GraphQL clients read, with the status GraphQL over HTTP asks for.
 */
@Catch(HttpException)
export class RequestErrors extends BaseExceptionFilter<HttpException> {
  override catch(exception: HttpException, host: ArgumentsHost): void {
    const [request, reply] = host.getArgs<[FastifyRequest, FastifyReply]>();
    if (request.url.split('?')[0] !== PATH) super.catch(exception, host);
    else refuse(exception, request, reply);
  }
}

function refuse(exception: HttpException, request: FastifyRequest, reply: FastifyReply): void {
  const { status, message } = described(exception, request);
  if (status === 405) void reply.header('allow', METHODS);
  const type = request.headers.accept?.includes(GRAPHQL_RESPONSE) ? GRAPHQL_RESPONSE : 'application/json';
  void reply
    .code(status)
    .type(`${type}; charset=utf-8`)
    .send(JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] }));
}

function described(
  exception: HttpException,
  { method }: FastifyRequest,
): { status: number; message: string } {
  const status = exception.getStatus();
  switch (status) {
    // The address exists, so nothing but the method can be unknown.
    case 404:
      return { status: 405, message: `expected one of the methods ${METHODS}, got ${method}` };
    case 415:
      return { status, message: 'expected a body of the type application/json' };
    default:
      return { status, message: exception.message };
  }
}
