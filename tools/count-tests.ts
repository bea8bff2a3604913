import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** How many tests of one tier, or of all, ended which way. */
interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** How a tier ended: its exit code, or that it didn't run. */
interface Tier {
  name: string;
  end: number | "skipped";
  /** Counts of its tests; undefined where it wrote none. */
  tally?: Tally;
}

/**
 * Sums up tiers. A skipped tier counts as one skipped test; a tier that failed without a failed test (a lint error, a
 * crash) or that ran no test at all counts as one failed, so that a tier without output never counts as passed.
 */
export function sum(tiers: Tier[]): Tally {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { end, tally = { passed: 0, failed: 0, skipped: 0 } } of tiers) {
    if (end === "skipped") total.skipped += 1;
    else {
      const silent = tally.passed + tally.failed + tally.skipped === 0;
      total.passed += tally.passed;
      total.failed += tally.failed + (tally.failed === 0 && (end !== 0 || silent) ? 1 : 0);
      total.skipped += tally.skipped;
    }
  }
  return total;
}

/** The counts in a JUnit report as pytest writes it; it counts errors with the failures. */
export function tallyOfJunit(xml: string): Tally {
  const number = (name: string) =>
    Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
  const failed = number("failures") + number("errors");
  const skipped = number("skipped");
  return { passed: number("tests") - failed - skipped, failed, skipped };
}

function readTier(folder: string, line: string): Tier {
  const [name = "", end = ""] = line.split("\t");
  const [json, xml] = [path.join(folder, `${name}.json`), path.join(folder, `${name}.xml`)];
  const tally = existsSync(json)
    ? (JSON.parse(readFileSync(json, "utf8")) as Tally)
    : existsSync(xml)
      ? tallyOfJunit(readFileSync(xml, "utf8"))
      : undefined;
  return { name, end: end === "skipped" ? end : Number(end), ...(tally && { tally }) };
}

// tsx tools/count-tests.ts FOLDER: reads FOLDER/tiers (a line `name<TAB>exit code or "skipped"` each) and the counts
// beside it, prints the one line that ends .ci/run, and exits 1 if anything failed.
if (require.main === module) {
  const folder = process.argv[2] ?? ".";
  const lines = readFileSync(path.join(folder, "tiers"), "utf8").trim().split("\n");
  const { passed, failed, skipped } = sum(lines.map((line) => readTier(folder, line)));
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}
