/** Of the database of the journal, in its folder; its log is beside it. */
export const FILE_NAME = 'history.duckdb';
