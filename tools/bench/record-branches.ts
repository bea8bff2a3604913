import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { branches } from "../../branches";
import { record } from "../../diff/record";
import { mergeStackFiles } from "../../settings/stack-files";
import program from "../../index";
import { namesOf } from "../../naming/names";

/** Cost of recording many branches in one process; times in seconds from the first to the n-th branch. */
export interface BranchesRun {
  readonly resources: number;
  readonly at: Readonly<Record<50 | 100 | 200, number>>;
  /** The most memory the process ever held, in MB. */
  readonly peak: number;
}

// A process of its own, so that its memory is that of this work: `tsx tools/bench/record-branches.ts` prints JSON.
async function main(): Promise<void> {
  const yaml = readFileSync(join(__dirname, "../../Pulumi.yaml"), "utf8");
  const ends: number[] = [];
  let resources = 0;
  const begun = performance.now();
  for (let number = 1; number <= 200; number += 1) {
    const { stack } = namesOf(`feature/number-${number}`, branches);
    const config = mergeStackFiles(yaml, undefined);
    const recording = await record({
      program,
      project: "turnout",
      stack,
      config,
      checkpoint: {},
    });
    resources += recording.resources.length;
    ends.push((performance.now() - begun) / 1000);
  }
  const at = (count: number) => ends[count - 1] ?? NaN;
  const peak = process.resourceUsage().maxRSS / 1024;
  const run: BranchesRun = { resources, at: { 50: at(50), 100: at(100), 200: at(200) }, peak };
  console.log(JSON.stringify(run));
}

void main();
