import { join } from "node:path";
import { documentAt } from "../problems/documents";
import { withoutStack } from "../problems/problem";
import type { Run } from "./planned-application";

/** A project's program, as its `index.ts` exports it. */
export type Entry = (run?: Run) => Promise<Record<string, unknown>>;

/**
 * Loads the program of a folder: `export =` of `index.ts`, or the default export of an ES module, as Pulumi takes it.
 *
 * @throws Error in one sentence where it exports none; or whatever the file throws.
 */
export function entryIn(folder: string): Entry {
  const exported = require(join(folder, "index.ts")) as Entry | { readonly default?: Entry };
  const entry = typeof exported === "function" ? exported : exported.default;
  if (typeof entry === "function") return entry;
  throw withoutStack(
    new Error(
      `index.ts exports no program: end it with \`export = turnout({ branches });\` (${documentAt("docs/components.md")}).`,
    ),
  );
}
