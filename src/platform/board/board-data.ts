/** What the gateway tells the board beside its answers; everybody may read it. */
export interface BoardData {
  /** Whether callers have to say who they are. */
  readonly isAsking: boolean;
}
