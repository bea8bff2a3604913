import type { Difference, Impact } from "./change";

/** Where a property differs, and how; a test may leave out what it was. */
export type Changed = Pick<Difference, "path" | "after"> & Partial<Pick<Difference, "before">>;

/** What becomes of users when a resource of some kind changes. */
export interface KindImpact {
  /** When it is deleted, or made again. */
  readonly loss: Impact;
  /** When a property of it changes. */
  readonly ofChange: (changed: Changed) => Impact;
}
