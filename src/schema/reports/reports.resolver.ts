import { BadInputError } from '../../core/errors/bad-input.js';
import { alignedTo, hasPeriods, periodCount } from '../../core/reports/session-report.js';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { ServerScope } from '../../core/federation/fleet.js';
import { reportCapacity, reportProtection, reportSessions } from '../../core/federation/fleet-reports.js';
import { fleetEvents } from '../../core/federation/fleet-events.js';
import { reportProtectionHistory } from '../../core/federation/protection-history.js';
import { periodsTold } from '../../core/history/history-periods.js';
import type { ServerReader } from '../../core/federation/server-reader.js';
import type { SessionPart } from '../../core/federation/session-list.js';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { Estimated, INVENTORY, WHOLE_HISTORY } from '../../platform/graphql/checks/estimate.js';
import { DurationScalar } from '../../platform/graphql/scalars.js';
import { ReportScope } from '../servers/servers.inputs.js';
import type { SessionSelection } from '../sessions/session-request.js';
import { sessionParts, toSessionSelection } from '../sessions/session-request.js';
import { SteppedHistoryArgs, pointsOf, toHistoryQuestion } from '../shared/history.args.js';
import { WAIT_AT_MOST } from '../shared/page-args.js';
import type { GatewayContext } from '../shared/operation.js';
import { toServerScope } from '../shared/server-scope.js';
import { CapacityReportType } from './capacity-report.type.js';
import { ProtectionReportType } from './protection-report.type.js';
import { CapacityReportArgs, ProtectionReportArgs, SessionReportArgs } from './report.args.js';
import { TimeWindow, toPastWindow, toWindow } from '../shared/time-window.input.js';
import { FleetEventType } from './fleet-event.type.js';
import { ProtectionHistoryType } from './protection-history.type.js';
import { ReportType } from './report.type.js';
import { SessionReportType } from './session-report.type.js';

const checkScope = ({ scope }: { scope?: ReportScope | null }): void => {
  toServerScope(scope ?? {}, ['scope']);
};

/** More periods than a year of hours has are not filled. */
const MOST_FILLED = 10_000;

function checkSessionReport(args: Partial<SessionReportArgs>): void {
  const window = toWindow(args.window ?? {}, Date.now(), ['window']);
  for (const argument of ['fill', 'align'] as const)
    if (args[argument] === true && !hasPeriods(args.groupBy ?? []))
      throw new BadInputError('expected HOUR, DAY, WEEK or MONTH in "groupBy" with it', [argument]);
  const periods = args.fill === true ? periodCount(args.groupBy ?? [], window) : 0;
  if (periods > MOST_FILLED)
    throw new BadInputError(
      `expected a window of at most ${MOST_FILLED} periods with "fill", got about ${periods}`,
      ['window'],
    );
  toSessionSelection(args.filter ?? {}, ['filter']);
}

@Resolver(() => ReportType)
export class ReportsResolver {
  @Query(() => ReportType, {
    description: 'Figures over many servers, computed now from the servers themselves.',
  })
  @Checked(checkScope)
  report(
    @Args('scope', { type: () => ReportScope, nullable: true, description: 'Which servers. Absent: all.' })
    scope: ReportScope | null,
    @Args('maxAge', {
      type: () => DurationScalar,
      nullable: true,
      description:
        'How old data may be for this answer; "PT0S" asks the upstreams now. Absent: as old as the gateway is configured to keep it.',
    })
    maxAge: number | null,
    @Args('waitAtMost', { type: () => DurationScalar, nullable: true, description: WAIT_AT_MOST })
    waitAtMost: number | null,
    @Context() { operation }: GatewayContext,
  ): ReportType {
    return new ReportType(toServerScope(scope ?? {}, ['scope']), operation.within({ maxAge, waitAtMost }));
  }

  @ResolveField(() => SessionReportType, {
    description:
      "Runs by result over a window. Several such reports in one operation share one walk over each server's sessions.",
  })
  @Checked(checkSessionReport)
  @Estimated({ scan: () => WHOLE_HISTORY })
  async sessions(
    @Parent() { scope, operation }: ReportType,
    @Args() args: SessionReportArgs,
  ): Promise<SessionReportType> {
    const { fleet } = operation;
    const parts = await partsWithin(scope, toSessionSelection(args.filter ?? {}, ['filter']), operation);
    const { groupBy } = args;
    const timeZone = args.timeZone ?? 'UTC';
    const window = toWindow(args.window, fleet.now(), ['window']);
    const reported = await reportSessions(fleet, parts, {
      window: args.align === true ? alignedTo(groupBy, timeZone, window) : window,
      groupBy,
      timeZone,
      fill: args.fill === true,
    });
    return new SessionReportType(reported, operation);
  }

  @ResolveField(() => CapacityReportType, {
    description: 'Sizes of repositories, added up without counting storage twice.',
  })
  @Estimated({ scan: () => INVENTORY })
  async capacity(
    @Parent() { scope, operation }: ReportType,
    @Args() { groupBy }: CapacityReportArgs,
  ): Promise<CapacityReportType> {
    return new CapacityReportType(await reportCapacity(operation.fleet, scope, groupBy), operation);
  }

  @ResolveField(() => ProtectionReportType, { description: 'Policies against one recovery point objective.' })
  @Estimated({ scan: () => INVENTORY })
  async protection(
    @Parent() { scope, operation }: ReportType,
    @Args() { rpo }: ProtectionReportArgs,
  ): Promise<ProtectionReportType> {
    return new ProtectionReportType(await reportProtection(operation.fleet, scope, rpo), operation);
  }

  @ResolveField(() => ProtectionHistoryType, {
    description:
      'How long policies were in breach over time, with their runs by result: the sums of what `history` of each policy tells.',
  })
  @Checked((args: Partial<SteppedHistoryArgs>) => void toHistoryQuestion(args, Date.now()))
  @Estimated({ scan: (args) => WHOLE_HISTORY + pointsOf(args) })
  async protectionHistory(
    @Parent() { scope, operation }: ReportType,
    @Args() args: SteppedHistoryArgs,
  ): Promise<ProtectionHistoryType> {
    const { fleet } = operation;
    const question = toHistoryQuestion(args, fleet.now());
    const asked = { periods: periodsTold(question), now: question.now };
    return new ProtectionHistoryType(await reportProtectionHistory(fleet, scope, asked), operation);
  }

  @ResolveField(() => [FleetEventType], {
    description:
      'What changed, oldest first: repositories that were extended or made smaller, and jumps of their use, as `events` of their histories. Nothing of servers that could not be read.',
  })
  @Checked((args: { window?: TimeWindow }) => void toPastWindow(args.window ?? {}, Date.now(), ['window']))
  @Estimated({ scan: () => INVENTORY })
  async events(
    @Parent() { scope, operation }: ReportType,
    @Args('window', {
      type: () => TimeWindow,
      description: 'The stretch of the past; days that begin in it.',
    })
    window: TimeWindow,
  ): Promise<FleetEventType[]> {
    const { fleet } = operation;
    const events = await fleetEvents(fleet, scope, toPastWindow(window, fleet.now(), ['window']));
    return events.map((event) => new FleetEventType(event, operation));
  }
}

/** The servers that both the scope and the filter allow. */
async function partsWithin(
  scope: ServerScope,
  selection: SessionSelection,
  { fleet }: GatewayContext['operation'],
): Promise<SessionPart<ServerReader>[]> {
  const allowed = new Set(fleet.select(scope));
  const parts = await sessionParts(fleet, selection);
  return parts.filter(({ reader }) => allowed.has(reader));
}
