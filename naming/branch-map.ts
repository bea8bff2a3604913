/**
 * How long an environment lives: `kept` until somebody destroys it, `protected` the same but refused
 * without `--yes`, or removed when its branch closes and after that many days without activity.
 */
export type Life = "kept" | "protected" | { readonly removeAfterDays: number };

/** One row of the map: which branches, and what becomes of them. */
export interface BranchRule {
  /** A branch name, several, or a pattern in which `*` stands for any characters (`release/*`; `*` is the catch-all). */
  readonly branch: string | readonly string[];
  /** The Pulumi stack; `<name>` stands for the branch's slug and is required exactly where a pattern is used. */
  readonly stack: string;
  /** The Kubernetes namespace, and the first label of its hostnames; `<name>` as above. */
  readonly namespace: string;
  /** `"anything"`, `"nothing"`, or the branches of other rules (as those list them) whose merges this one takes. */
  readonly acceptsMergesFrom: string | readonly string[];
  /** How long the environment lives: `"kept"`, `"protected"` or `{ removeAfterDays: 14 }` (1 to 365). */
  readonly life: Life;
}

/** The map from git branches to environments that a user edits in `branches.ts`. */
export interface BranchMap {
  /** Short name of the product, first part of every default name: 1 to 20 of a-z, 0-9 and single -, starting with a letter. */
  readonly app: string;
  /** At least one. A branch's own name wins over a pattern, a pattern over the catch-all `*`, which must be there. */
  readonly rules: readonly BranchRule[];
}
