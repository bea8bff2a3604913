import assert from "node:assert/strict";
import { type Color, colors, type RecordedApplication, serves } from "../../release/model";
import type { Branch } from "./branch";

/** Applications by name, as a cluster has them. */
export type Applications = Readonly<Record<string, RecordedApplication>>;

/**
 * The rules of a release (docs/release.md#four-rules) on the live cluster, whenever an update stopped on its way.
 *
 * @param before the applications as they served before it.
 * @param after the applications as they would have served after it.
 */
export function assertRules(
  branch: Branch,
  { before, after }: { readonly before: Applications; readonly after: Applications },
  here: string,
): void {
  for (const [name, had] of Object.entries(before)) {
    const shareOf = (color: Color) => had.weights?.[color] ?? 0;
    if (!colors.some((color) => shareOf(color) > 0 && serves(had[color]))) continue; // there is nobody to lose
    const now = branch.now(name);
    const moved = colors.some((color) => now.weights?.[color] !== shareOf(color));
    assert.ok(now.weights, `${here}: ${name} has no route`);
    for (const color of colors) {
      const [it, was] = [now[color], had[color]];
      const subject = `${here}: ${name}-${color}`;
      if (moved || now.weights[color] > 0)
        assert.ok((it?.replicas ?? 0) >= (was?.replicas ?? 0), `${subject} was scaled down`);
      if (now.weights[color] === 0) continue;
      assert.ok(it?.ready, `${subject} takes traffic and is not Ready`);
      const release: string | undefined = shareOf(color) > 0 ? was?.release : after[name]?.[color]?.release;
      assert.equal(it.release, release, `${subject} takes traffic`);
      const problems = branch.startProblems(`${name}-${color}`);
      assert.deepEqual(problems, [], `${subject} takes traffic, and a pod of it could not start again`);
    }
  }
}
