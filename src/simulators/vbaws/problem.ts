import type { FastifyReply } from 'fastify';

/** What is wrong, by field or parameter. */
export type ProblemData = Record<string, { messages: string[] }>;

/** A refusal as the product words it; thrown by handlers, sent by `sendProblem`. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    readonly title: string,
    readonly details: string,
    readonly data: ProblemData = {},
  ) {
    super(`${status} ${title}: ${details}`);
  }
}

export function badRequest(details: string, data: ProblemData = {}): Problem {
  return new Problem(400, 'UnexpectedContent', 'Bad Request', details, data);
}

export function notFound(what: string, id: string): Problem {
  return new Problem(404, 'NotFound', 'Not Found', `There is no ${what} with the ID ${id}.`);
}

export function conflict(details: string): Problem {
  return new Problem(409, 'UnknownError', 'Conflict', details);
}

function forbidden(): Problem {
  return new Problem(403, 'AccessDenied', 'Forbidden', 'Your role does not allow this operation.');
}

export function unauthorized(errorCode: 'AccessDenied' | 'InvalidToken' | 'ExpiredToken'): Problem {
  const details = {
    AccessDenied: 'The user name, password or code is wrong.',
    InvalidToken: 'The request needs a valid token.',
    ExpiredToken: 'The token has expired.',
  };
  return new Problem(401, errorCode, 'Unauthorized', details[errorCode]);
}

export function requireAdministrator({ role }: { role: string }): void {
  if (role !== 'Portal Administrator') throw forbidden();
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, errorCode, title, details, data } = problem;
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ title, status, errorCode, details, data }));
}
