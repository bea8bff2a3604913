import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { benchEnginePreview } from "./bench/engine-preview";
import { benchOfflineDiff, benchTwoHundredBranches } from "./bench/offline";
import { benchRelease } from "./bench/release";

/**
 * `npm run bench`: how long people wait for each operation, compared with something else of the same run, because only
 * the ratio is the same on another machine. Times are in seconds: the median, in brackets the least and the
 * most of several runs, after one that warms the caches. CPU time is user and system together. No timing fails it:
 * the wanted numbers are printed beside the measured ones, and the reader decides. What isn't there is skipped in one line.
 *
 * About one minute, and ten more where there is a cluster. With names (`npm run bench -- diff`) it runs only those
 * parts: diff, branches, preview, release.
 */
const parts = {
  diff: { title: "Offline diff of one environment, base and head, whole processes", run: benchOfflineDiff },
  branches: { title: "200 branches evaluated in one process", run: benchTwoHundredBranches },
  preview: {
    title: "A preview by the real engine on a simulated cluster",
    run: benchEnginePreview,
  },
  release: { title: "A release on a real cluster, to the last response of the old one", run: benchRelease },
};

async function main(wanted: readonly string[]): Promise<void> {
  const root = join(__dirname, "..");
  const unknown = wanted.filter((name) => !(name in parts));
  if (unknown.length > 0)
    throw new Error(`There is no part ${unknown.join(", ")}: choose from ${Object.keys(parts).join(", ")}.`);
  console.log(`Node ${process.version}, ${cpus().length} CPUs, load ${(loadavg()[0] ?? 0).toFixed(1)}`);
  for (const [name, { title, run }] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n${title}`);
    for (const line of await run(root)) console.log(line);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
