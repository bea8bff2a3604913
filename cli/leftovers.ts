import { readdirSync, readFileSync, statSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { processOf, type Process } from "./processes";

/** The variable that an engine is started with, and that its plugins inherit: whose they are when it is dead. */
export const markVariable = "TURNOUT_STACK";

/** @param root absolute folder of Pulumi.yaml. */
export const markOf = (root: string, stack: string): string => `${root}:${stack}`;

const grace = 2000; // milliseconds from SIGTERM to SIGKILL
const plugin = /^pulumi-(resource|language)/; // what is left of both after 15 characters

/**
 * Ends the plugins of a stack whose engine was killed: a provider that nobody talks to any more waits for ever.
 * Plugins of an engine that runs, of other stacks and other users stay. Looks through /proc: only on Linux, on
 * other systems it finds none.
 *
 * @returns how many it ended.
 */
export async function endLeftovers(mark: string): Promise<number> {
  const orphans = pids()
    .flatMap((pid) => processOf(pid) ?? [])
    .filter((process) => plugin.test(process.name) && !process.isZombie && !hasEngine(process))
    .filter(({ pid }) => isOurs(pid, mark));
  for (const orphan of orphans) send(orphan, "SIGTERM");
  for (const until = Date.now() + grace; Date.now() < until && orphans.some(runs);) await setTimeout(50);
  for (const orphan of orphans) send(orphan, "SIGKILL");
  return orphans.length;
}

function pids(): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** An orphan is init's, or a subreaper's: an engine among the ancestors is alive and its own. */
function hasEngine({ parent }: Process): boolean {
  const above = processOf(parent);
  return above !== undefined && ((above.name === "pulumi" && !above.isZombie) || hasEngine(above));
}

/** The environment of another user's process can't be read, and needs no look. */
function isOurs(pid: number, mark: string): boolean {
  try {
    if (statSync(`/proc/${pid}`).uid !== process.getuid?.()) return false;
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`${markVariable}=${mark}`);
  } catch {
    return false; // it ended
  }
}

const runs = ({ pid, started }: Process): boolean => {
  const found = processOf(pid);
  return found?.started === started && !found.isZombie;
};

function send(orphan: Process, signal: NodeJS.Signals): void {
  if (!runs(orphan)) return; // its pid may be another's by now
  try {
    process.kill(orphan.pid, signal);
  } catch {
    // It ended in between.
  }
}
