import { Controller, Get, Redirect } from '@nestjs/common';

/** Leads whoever opens the bare address to the query page, where there is no board. */
@Controller()
export class EntranceController {
  @Get()
  @Redirect('graphql')
  enter(): void {
    // The address alone is the answer.
  }
}
