/** The time that the whole benchmark may take; what has not begun by then is left out. */
export class Budget {
  readonly skipped: string[] = [];
  private readonly end: number;

  constructor(milliseconds: number) {
    this.end = performance.now() + milliseconds;
  }

  /** False when less than `needed` ms are left; `name` is then noted as skipped. */
  allows(name: string, needed: number): boolean {
    if (performance.now() + needed <= this.end) return true;
    this.skipped.push(name);
    return false;
  }
}
