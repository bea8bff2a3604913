import type { BranchesRun } from "./record-branches";
import { asTheCli, median, repeat, row, spread, timeNode } from "./sample";

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
