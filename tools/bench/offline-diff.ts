import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRepository } from "../../git/repository";
import { ratio, repeat, row, timeNode, typical, type Sample } from "./sample";

/** As Pulumi itself runs a TypeScript program: ts-node with type checks, of the files that the program imports. */
const loadWithTypeChecks = `
  require("ts-node").register({ transpileOnly: false, compilerOptions: { noCheck: false } });
  require("./index.ts");`;

/** The offline diff of one environment, base and head, against ts-node that only loads the same program. */
export function benchOfflineDiff(root: string): string[] {
  const repository = openRepository(root);
  if (repository?.commit("HEAD~1") === undefined)
    return ["   skipped: this clone has no earlier commit to compare with."];
  const args = ["bin/turnout.js", "diff", "--stack", "dev", "--base", "HEAD~1"];
  const diff = repeat(9, () => timeNode(args, { cwd: root }).sample);
  const cold = Array.from({ length: 3 }, () => withoutCaches(args, root));
  const checked = repeat(3, () => timeNode(["-e", loadWithTypeChecks], { cwd: root }).sample);
  const node = repeat(5, () => timeNode(["-e", "0"], { cwd: root }).sample);
  return [
    row("turnout diff", diff),
    row("the same, nothing cached", cold),
    row("ts-node with type checks", checked),
    row("Node doing nothing", node),
    `   ${ratio(diff, checked)} of ts-node (wanted: at most 0.25); ${typical(diff).wall.toFixed(2)} s wall (wanted: at most 1.00)`,
  ];
}

/** As in a fresh CI job: tsx and Node keep what they compiled in the folder for temporary files. */
function withoutCaches(args: readonly string[], cwd: string): Sample {
  const folder = mkdtempSync(join(tmpdir(), "turnout-bench-"));
  try {
    return timeNode(args, { cwd, env: { TMPDIR: folder } }).sample;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
