export interface ConfigurationProblem {
  /** Where in the file, such as `servers[0].tls.ca`; empty for the file as a whole. */
  readonly path: string;
  /** What was expected and what was found instead; never a secret. */
  readonly message: string;
  /** Counted from 1. */
  readonly line?: number;
}

/** The exit status of a process whose configuration is wrong (EX_CONFIG of sysexits.h). */
export const CONFIGURATION_EXIT_STATUS = 78;

/** The configuration cannot be used; `problems` holds every mistake found, in the order of the file. */
export class ConfigurationError extends Error {
  constructor(
    readonly file: string,
    readonly problems: readonly ConfigurationProblem[],
  ) {
    super(`${file}: ${problems.length} mistake${problems.length === 1 ? '' : 's'} in the configuration`);
    this.name = 'ConfigurationError';
  }

  /** One line per mistake, for a terminal. */
  format(): string {
    const lines = this.problems.map(({ path, message, line }) => {
      const place = line === undefined ? '' : `line ${line}: `;
      return `  - ${place}${path === '' ? '' : `${path}: `}${message}`;
    });
    return [`${this.message}`, ...lines, 'Every key is described in docs/configuration.md.'].join('\n');
  }
}

/** What is wrong, for a log: every mistake and no secret. */
export function reportOf(error: unknown): string {
  if (error instanceof ConfigurationError) return error.format();
  return `unexpected ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
