import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRepository } from "../../git/repository";
import type { BranchesRun } from "./record-branches";
import { asTheCli, median, ratio, repeat, row, type Sample, spread, timeNode, typical } from "./sample";

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

/** The real program recorded for 200 feature branches in one process, one after the other. */
export function benchTwoHundredBranches(root: string): string[] {
  const runs = repeat(5, () => {
    const { sample, output } = timeNode([...asTheCli, "tools/bench/record-branches.ts"], { cwd: root });
    return { sample, ...(JSON.parse(output) as BranchesRun) };
  });
  const until = (count: 50 | 100 | 200) => runs.map(({ at }) => at[count]);
  const halves = runs.map(({ at }) => (at[200] - at[100]) / at[100]);
  const peaks = runs.map(({ peak }) => peak);
  return [
    row(
      "200 branches, whole process",
      runs.map(({ sample }) => sample),
    ),
    `   of it 50 branches ${spread(until(50))}, 100 ${spread(until(100))}, 200 ${spread(until(200))}; ${runs[0]?.resources ?? 0} resources`,
    `   the last 100 took ${median(halves).toFixed(2)} × of the first 100 (linear: at most 1.00, the first also warm up)`,
    `   ${median(runs.map(({ sample }) => sample.wall)).toFixed(2)} s (wanted: at most 5); peak memory ${median(peaks).toFixed(0)} MB (wanted: under 500)`,
  ];
}
