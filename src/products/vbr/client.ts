import type { Zone } from 'luxon';
import { unreadable } from '../../core/errors/change-refusal.js';
import { SourceFailure, asChange } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { Truncation } from '../../core/ports/listing.js';
import type {
  QueryParameters,
  UpstreamRequest,
  UpstreamResponse,
} from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import type { Negotiation } from './negotiation.js';
import { LARGEST_PAGE, PageSizes } from '../../platform/products-kit/lists/page-sizes.js';
import type { FetchPage } from '../../platform/products-kit/lists/page-reader.js';
import { walkPages } from '../../platform/products-kit/lists/walk-pages.js';
import { REFUSING, throwRefusal } from './refusal.js';
import { isAtLeast } from './revision.js';
import type { REVISIONS } from './revision.js';
import { ServerZone } from './server-zone.js';
import { readJob } from './wire/job.js';
import type { JobRow } from './wire/job.js';
import { readJobState } from './wire/job-state.js';
import type { JobStateRow } from './wire/job-state.js';
import { readCloudCredentials, readCredentials, readManagedServer } from './wire/lookups.js';
import type { CredentialsRow, ManagedServerRow } from './wire/lookups.js';
import { readLogRecord } from './wire/log-record.js';
import type { LogRecordRow } from './wire/log-record.js';
import { readPage } from './wire/page.js';
import { many, object, part, anyText } from '../../platform/products-kit/values.js';
import type { JsonObject } from '../../platform/products-kit/values.js';
import { readRepository } from './wire/repository.js';
import type { RepositoryRow } from './wire/repository.js';
import { readRepositoryState } from './wire/repository-state.js';
import type { RepositoryStateRow } from './wire/repository-state.js';
import { readScaleOutRepository } from './wire/scale-out-repository.js';
import type { ScaleOutRepositoryRow } from './wire/scale-out-repository.js';
import { readSession } from './wire/session.js';
import type { SessionRow } from './wire/session.js';
import { readTaskSession } from './wire/task-session.js';
import type { TaskSessionRow } from './wire/task-session.js';

const INFRASTRUCTURE = '/api/v1/backupInfrastructure';
const ACCEPTED = [200, 201, 202, 204] as const;
const BY_NAME = { orderColumn: 'Name', orderAsc: true };

/** Rows that could be read, how many could not, and the zone in which their times are meant. */
export interface Rows<T> {
  readonly rows: readonly T[];
  readonly unreadable: number;
  readonly truncated: Truncation;
  readonly zone: Zone | null;
}

export interface RowPage<T> extends Rows<T> {
  /** All rows that match; null: not told. */
  readonly total: number | null;
}

type ReadRow<T> = (value: unknown) => T | undefined;
type RowTest = (row: JsonObject) => boolean;

/** The calls of one server that the gateway makes, over its token session. */
export class VbrClient {
  private readonly zone: ServerZone;
  private readonly sizes = new PageSizes();

  constructor(
    private readonly sender: UpstreamSender,
    private readonly negotiation: Negotiation,
  ) {
    this.zone = new ServerZone(sender);
  }

  /** Whether the server is known to speak this revision or a newer one; false while nobody has signed in. */
  speaks(revision: (typeof REVISIONS)[number]): boolean {
    return this.revision !== null && isAtLeast(this.revision, revision);
  }

  /** null while nobody has signed in. */
  get revision(): string | null {
    return this.negotiation.current;
  }

  /** The zone of the server's clock: an IANA name, or "UTC+2". null: the server does not tell. */
  async timeZone(scope: CallScope): Promise<string | null> {
    return (await this.zone.told(scope))?.name ?? null;
  }

  jobStates(scope: CallScope): AsyncGenerator<RowPage<JobStateRow>> {
    return this.pages('/api/v1/jobs/states', BY_NAME, readJobState, scope);
  }

  jobs(scope: CallScope): Promise<Rows<JobRow>> {
    return this.list('/api/v1/jobs', BY_NAME, readJob, scope);
  }

  repositoryStates(scope: CallScope): AsyncGenerator<RowPage<RepositoryStateRow>> {
    return this.pages(`${INFRASTRUCTURE}/repositories/states`, BY_NAME, readRepositoryState, scope);
  }

  repositories(scope: CallScope): Promise<Rows<RepositoryRow>> {
    return this.list(`${INFRASTRUCTURE}/repositories`, BY_NAME, readRepository, scope);
  }

  /** No rows: there is no such repository. */
  async repository(nativeId: string, scope: CallScope): Promise<Rows<RepositoryRow>> {
    const path = `${INFRASTRUCTURE}/repositories/${encodeURIComponent(nativeId)}`;
    const response = await this.get(path, {}, scope, [404]);
    return this.readRows(response.status === 200 ? [response.data] : [], readRepository, false, scope);
  }

  scaleOutRepositories(scope: CallScope): AsyncGenerator<RowPage<ScaleOutRepositoryRow>> {
    return this.pages(`${INFRASTRUCTURE}/scaleOutRepositories`, BY_NAME, readScaleOutRepository, scope);
  }

  managedServers(scope: CallScope): AsyncGenerator<RowPage<ManagedServerRow>> {
    return this.pages(`${INFRASTRUCTURE}/managedServers`, BY_NAME, readManagedServer, scope);
  }

  credentials(scope: CallScope): AsyncGenerator<RowPage<CredentialsRow>> {
    const order = { orderColumn: 'Username', orderAsc: true };
    return this.pages('/api/v1/credentials', order, readCredentials, scope);
  }

  cloudCredentials(scope: CallScope): AsyncGenerator<RowPage<CredentialsRow>> {
    return this.pages('/api/v1/cloudCredentials', BY_NAME, readCloudCredentials, scope);
  }

  /**
   * Sessions page by page, as far as somebody reads. `query` holds filters and order. Rows that do not `matter` are left out
   * unread.
   */
  sessions(
    query: QueryParameters,
    firstLimit: number,
    scope: CallScope,
    matters?: RowTest,
  ): AsyncGenerator<RowPage<SessionRow>> {
    return this.pages('/api/v1/sessions', query, readSession, scope, { firstLimit, matters });
  }

  /** null: the server has no such session. */
  async session(sessionId: string, scope: CallScope): Promise<Rows<SessionRow> | null> {
    const response = await this.get(sessionPath(sessionId), {}, scope, [400, 404]);
    if (response.status !== 200) return null;
    return this.readRows([response.data], readSession, false, scope);
  }

  async log(sessionId: string, scope: CallScope): Promise<Rows<LogRecordRow>> {
    const { data } = await this.get(`${sessionPath(sessionId)}/logs`, {}, scope);
    return this.readRows(many(object(data)?.['records'], object), readLogRecord, false, scope);
  }

  /**
   * The objects of a session. Revisions before 1.3-rev1 have no paging on this path and may stop at a default: what is missing is
   * then asked for on the path of all task sessions, which always has it. `since` is the session's start and keeps that fast.
   */
  async taskSessions(sessionId: string, since: string, scope: CallScope): Promise<Rows<TaskSessionRow>> {
    const path = `${sessionPath(sessionId)}/taskSessions`;
    if (this.speaks('1.3-rev1')) return this.list(path, {}, readTaskSession, scope);
    const page = readPage(await this.get(path, {}, scope), LARGEST_PAGE);
    if (page.total === null || page.rows.length >= page.total)
      return this.readRows(page.rows, readTaskSession, false, scope);
    const query = {
      sessionIdFilter: sessionId,
      createdAfterFilter: since,
      orderColumn: 'Name',
      orderAsc: true,
    };
    return this.list('/api/v1/taskSessions', query, readTaskSession, scope);
  }

  /** The product's version; null: the account is no administrator and may not read it. */
  async buildVersion(scope: CallScope): Promise<string | null> {
    const { status, data } = await this.get('/api/v1/serverInfo', {}, scope, [403]);
    return status === 403 ? null : anyText(object(data)?.['buildVersion']);
  }

  /** One object as the server tells it. Throws Refusal where there is none. */
  async whole(path: string, scope: CallScope): Promise<JsonObject> {
    const response = await this.get(path, {}, scope, REFUSING);
    if (response.status !== 200) throw unreadable(response) ?? throwRefusal(response);
    const found = object(response.data);
    if (found === undefined)
      throw new SourceFailure('BAD_RESPONSE', 'the server answered something else than an object');
    return found;
  }

  /** Sends a change, once. null: the server names no session that carries it out. Throws Refusal where it refuses. */
  async change(request: UpstreamRequest, scope: CallScope): Promise<Rows<SessionRow> | null> {
    const response = await asChange(
      this.sender.send({ ...request, accept: [...ACCEPTED, ...REFUSING] }, scope),
    );
    if (response.status > 299) return throwRefusal(response);
    if (object(response.data)?.['id'] === undefined) return null;
    return this.readRows([response.data], readSession, false, scope);
  }

  private async list<T>(
    path: string,
    query: QueryParameters,
    read: ReadRow<T>,
    scope: CallScope,
  ): Promise<Rows<T>> {
    const rows: T[] = [];
    let unreadable = 0;
    let truncated: Truncation = false;
    let zone: Zone | null = null;
    for await (const page of this.pages(path, query, read, scope)) {
      for (const row of page.rows) rows.push(row);
      unreadable += page.unreadable;
      truncated ||= page.truncated;
      zone = page.zone;
    }
    return { rows, unreadable, truncated, zone };
  }

  private async *pages<T>(
    path: string,
    query: QueryParameters,
    read: ReadRow<T>,
    scope: CallScope,
    passing?: { readonly firstLimit: number; readonly matters?: RowTest | undefined },
  ): AsyncGenerator<RowPage<T>> {
    const fetch: FetchPage = async ({ offset: skip, limit, asksForLess }) =>
      readPage(await this.sender.send({ path, query: { ...query, skip, limit }, asksForLess }, scope), limit);
    const { firstLimit = LARGEST_PAGE, matters } = passing ?? {};
    const reading = { list: path, sizes: this.sizes, scope, isKept: passing === undefined };
    for await (const page of walkPages(fetch, { ...reading, firstLimit })) {
      const values = matters ? page.rows.filter((row) => matters(part(row))) : page.rows;
      const rows = await this.readRows(values, read, page.truncated, scope);
      yield { ...rows, total: page.total };
    }
  }

  private async readRows<T>(
    values: readonly unknown[],
    read: ReadRow<T>,
    truncated: Truncation,
    scope: CallScope,
  ): Promise<Rows<T>> {
    const rows = many(values, read);
    const zone = await this.zone.forRows(values, scope);
    return { rows, unreadable: values.length - rows.length, truncated, zone };
  }

  private get(
    path: string,
    query: QueryParameters,
    scope: CallScope,
    accept: readonly number[] = [],
  ): Promise<UpstreamResponse> {
    return this.sender.send({ path, query, accept }, scope);
  }
}

function sessionPath(sessionId: string): string {
  return `/api/v1/sessions/${encodeURIComponent(sessionId)}`;
}
