/**
 * Simulated servers that say which session another is the retry of, or retry nothing that tells. Of the others the gateway infers it, which the
 * floor does not: there they count other runs.
 */
export const LINKING_RETRIES: readonly string[] = ['vbr-berlin', 'aws-dublin', 'aws-sydney', 'm365-london'];
