import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

/** Time of one run, in seconds. On a machine that others use, CPU time (user + system) is the steadier of the two. */
export interface Sample {
  readonly wall: number;
  readonly cpu: number;
}

/** The middle one of an odd number of values, the upper of the two middle ones otherwise. */
export function median(values: readonly number[]): number {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error("There is no median of nothing.");
  return middle;
}

/** Medians of wall and CPU time, each for itself. */
export function typical(samples: readonly Sample[]): Sample {
  return {
    wall: median(samples.map(({ wall }) => wall)),
    cpu: median(samples.map(({ cpu }) => cpu)),
  };
}

/** "0.55 s (0.54–0.79)": median, least and most. */
export function spread(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2));
  return `${median(values).toFixed(2)} s (${least}–${most})`;
}

/** One line of a report. */
export function row(name: string, samples: readonly Sample[]): string {
  const wall = spread(samples.map((sample) => sample.wall));
  const cpu = spread(samples.map((sample) => sample.cpu));
  return `   ${name.padEnd(28)} wall ${wall.padEnd(22)} CPU ${cpu}`;
}

/** Ratio of two measurements of the same work: by wall and by CPU time. */
export function ratio(one: readonly Sample[], other: readonly Sample[]): string {
  const [a, b] = [typical(one), typical(other)];
  return `${(a.wall / b.wall).toFixed(2)} × by wall, ${(a.cpu / b.cpu).toFixed(2)} × by CPU`;
}

/** How bin/turnout.js lets Node load TypeScript and packages, as options of Node. */
export const asTheCli = ["--require", "./bin/typescript.js", "--require", "./internals/lazy-modules.js"];

interface TimedRun {
  readonly sample: Sample;
  readonly output: string;
}

/**
 * Runs Node once, as a whole process, from start to exit.
 *
 * @throws Error with what it printed when it fails: a program that breaks early must not look fast.
 */
export function timeNode(
  args: readonly string[],
  options: { cwd: string; env?: Readonly<Record<string, string>> },
): TimedRun {
  const begun = performance.now();
  // Node doesn't report the CPU time of a child; every POSIX shell does: `times`, first itself, then its children.
  const { status, stdout, stderr } = spawnSync(
    "sh",
    ["-c", '"$@" || exit; times >&2', "sh", process.execPath, ...args],
    { cwd: options.cwd, env: { ...process.env, ...options.env }, encoding: "utf8" },
  );
  const wall = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${stdout}${stderr}`);
  return { sample: { wall, cpu: cpuOf(stderr) }, output: stdout };
}

/** The last line of `times`: "0m0.52s 0m0.10s", user and system. */
function cpuOf(stderr: string): number {
  const [, ...parts] = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(stderr)?.map(Number) ?? [];
  const [userMinutes = NaN, user = NaN, systemMinutes = NaN, system = NaN] = parts;
  return 60 * (userMinutes + systemMinutes) + user + system;
}

/** `count` runs, after one that warms the caches and doesn't count. */
export function repeat<T>(count: number, run: () => T): T[] {
  run();
  return Array.from({ length: count }, run);
}
