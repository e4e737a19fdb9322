import { since } from '../revisions.js';
import type { View } from '../wire/view.js';
import { accountCredentials, cloudCredentials } from '../world/credentials.js';
import type { CredentialsRecord } from '../world/credentials.js';
import { requireAdministrator } from './context.js';
import type { AddRoute, Context } from './context.js';
import { page, sorted } from './listing.js';
import type { Columns } from './listing.js';
import { nameMatcher, wordMatcher } from './query.js';
import type { Query } from './query.js';

const NEWER_COLUMNS: Columns<CredentialsRecord> = { Type: ({ type }) => type };

/** Accounts and keys the server holds, told without their secrets. */
export function registerCredentials(add: AddRoute, context: Context): void {
  add('GET', '/api/v1/credentials', ({ view, query }) => {
    requireAdministrator(context);
    const columns = { Username: nameOf, ...DESCRIPTION, ...newer(view) };
    return list(
      accountCredentials(view.world.seed),
      query,
      columns,
      since(view.revision, '1.3-rev2'),
      (row) => ({
        ...bodyOf(row),
        creationTime: view.world.clock.iso(row.created),
      }),
    );
  });
  add('GET', '/api/v1/cloudCredentials', ({ view, query }) => {
    requireAdministrator(context);
    const columns = { Name: nameOf, ...DESCRIPTION, ...newer(view) };
    return list(cloudCredentials(view.world.seed), query, columns, false, bodyOf);
  });
}

const DESCRIPTION: Columns<CredentialsRecord> = { Description: ({ description }) => description };

function newer({ revision }: View): Columns<CredentialsRecord> {
  return since(revision, '1.3-rev2') ? NEWER_COLUMNS : {};
}

function list(
  records: readonly CredentialsRecord[],
  query: Query,
  columns: Columns<CredentialsRecord>,
  typesRepeatable: boolean,
  render: (record: CredentialsRecord) => object,
): object {
  const isName = nameMatcher(query.text('nameFilter'));
  const isType = wordMatcher(query.words('typeFilter', typesRepeatable));
  const found = records.filter((record) => isName(nameOf(record)) && isType(record.type));
  return page(sorted(found, query, columns), query, render);
}

function bodyOf({ id, type, description, facts }: CredentialsRecord): object {
  return { id, type, description, ...facts };
}

function nameOf({ facts }: CredentialsRecord): string {
  return facts['username'] ?? facts['account'] ?? facts['accessKey'] ?? '';
}
