/** Takes what a gateway writes; for its `output`. */
export class LogLines {
  private text = '';

  write(chunk: string): void {
    this.text += chunk;
  }

  /** Everything so far, as it was written. */
  raw(): string {
    return this.text;
  }

  /** The lines that hold these fields with these values. */
  where(fields: Record<string, unknown>): Record<string, unknown>[] {
    return this.all().filter((line) => Object.entries(fields).every(([name, value]) => line[name] === value));
  }

  all(): Record<string, unknown>[] {
    return this.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}
