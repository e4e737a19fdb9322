/** GraphQL types that name each other, as the schema does, and what hands them to each other. */
const TYPES_OF_EACH_OTHER = [
  '^src/schema/policies/policy\\.type\\.ts$',
  '^src/schema/repositories/repository\\.type\\.ts$',
  '^src/schema/servers/backup-server\\.type\\.ts$',
  '^src/schema/sessions/session\\.type\\.ts$',
  '^src/schema/shared/(record\\.type|operation|concrete-types|product-definition)\\.ts$',
  '^src/products/vb365/graphql/(job|copy-job)\\.type\\.ts$',
];

/** Folders of such types; what VBR is asked to change is said by its inputs, and its resolvers order the change. */
const FOLDERS_OF_TYPES = ['^src/schema(/|$)', '^src/products/vbr/(graphql|operations)$'];

/** Fails where files, or folders, of src import each other in circles; imports of types count. */
export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      comment:
        'Move what both need into a file of its own, or let one take the other as an argument or an interface.',
      from: { pathNot: TYPES_OF_EACH_OTHER },
      to: { circular: true },
    },
    {
      name: 'no-circles-of-folders',
      severity: 'error',
      comment: 'One of the folders stands below the other: move the file that is in the wrong one.',
      scope: 'folder',
      from: { pathNot: FOLDERS_OF_TYPES },
      to: { circular: true },
    },
  ],
  options: { tsPreCompilationDeps: true, includeOnly: '^src/', doNotFollow: { path: 'node_modules' } },
};
