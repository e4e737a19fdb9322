import type { IncomingMessage } from 'node:http';
import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { Callers } from '../auth/callers/callers.js';
import { OperationChecks } from '../graphql/checks/operation-checks.js';
import type { Permissions } from '../graphql/checks/permissions.js';

/** Tells callers what they may do, so that the pages ask for nothing that would be refused and stand in the audit. */
@Controller('graphql/permissions')
export class PermissionsController {
  constructor(
    @Inject(Callers) private readonly callers: Callers,
    @Inject(OperationChecks) private readonly checks: OperationChecks,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  permissions(@Req() { raw }: { raw: IncomingMessage }): Permissions {
    return this.checks.permissionsOf(this.callers.of(raw));
  }
}
