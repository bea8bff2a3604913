import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";

/** A process, as Pulumi's locks name it (pkg/backend/diy/lock.go). */
interface Machine {
  readonly user: string;
  readonly host: string;
  /** On Linux one run of one kernel and one space of pids, within which a pid means the same; else the host's name. */
  readonly machine: string;
  readonly pid: number;
}

/** Who runs a command. */
export interface Self extends Machine {
  /** `github:<owner>/<repository>`, `gitlab:<project>`, `jenkins:<job>`, else `<user>@<host>`. */
  readonly owner: string;
  /** The CI job, by its address where it has one; undefined for a person. */
  readonly job: string | undefined;
}

/** This process. In CI it is the repository's, not the runner's: the next job may run on any machine. */
export function selfOf(
  v: Readonly<Record<string, string | undefined>> = process.env,
  machine: Machine = thisMachine(),
): Self {
  const of = (owner: string, job?: string): Self => ({ ...machine, owner, job });
  if (v.GITHUB_ACTIONS === "true" && v.GITHUB_REPOSITORY) {
    const run = `${v.GITHUB_SERVER_URL ?? "https://github.com"}/${v.GITHUB_REPOSITORY}/actions/runs/${v.GITHUB_RUN_ID ?? ""}`;
    return of(`github:${v.GITHUB_REPOSITORY}`, run + (v.GITHUB_JOB ? ` (${v.GITHUB_JOB})` : ""));
  }
  if (v.GITLAB_CI && v.CI_PROJECT_PATH)
    return of(`gitlab:${v.CI_PROJECT_PATH}`, v.CI_JOB_URL ?? `${v.CI_PROJECT_PATH} ${v.CI_JOB_ID ?? ""}`);
  if (v.JENKINS_URL && v.JOB_NAME)
    return of(`jenkins:${v.JOB_NAME}`, v.BUILD_URL ?? `${v.JOB_NAME} #${v.BUILD_NUMBER ?? ""}`);
  return of(`${machine.user}@${machine.host}`);
}

/** Whether this is a job of a CI system: most set `CI`, and each of the others has a variable of its own. */
export const isInCI = (v: Readonly<Record<string, string | undefined>> = process.env): boolean =>
  (v.CI !== undefined && !/^(|0|false)$/i.test(v.CI)) ||
  ["GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "TF_BUILD", "TEAMCITY_VERSION", "GO_PIPELINE_NAME"].some(
    (name) => v[name],
  );

function thisMachine(): Machine {
  const host = hostname();
  const boot = orElse(
    () =>
      readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim() +
      " " +
      readlinkSync("/proc/self/ns/pid"),
    host,
  );
  const domain = process.platform === "win32" ? process.env.USERDOMAIN : undefined; // Go has it in the name
  const name = orElse(
    () => (domain ? `${domain}\\` : "") + userInfo().username,
    process.env.USER ?? String(process.getuid?.()), // a container's user need not be in /etc/passwd
  );
  return { user: name, host, machine: boot, pid: process.pid };
}

function orElse(read: () => string, otherwise: string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** A process as Linux lists it in /proc/<pid>/stat. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  /** The program's name, cut to 15 characters by the kernel. */
  readonly name: string;
  /** It has ended, and its parent has not asked how. */
  readonly isZombie: boolean;
  /** Clock ticks from the machine's start to its own. */
  readonly started: number;
}

/** Reads a line of /proc/<pid>/stat (proc_pid_stat(5)); the name in parentheses may itself hold some. */
export function parseStat(line: string): Process | undefined {
  const [, pid, name = "", state = "", rest = ""] = /^(\d+) \(([^]*)\) (\S) ([^]*)$/.exec(line) ?? [];
  const fields = rest.split(" ").map(Number); // from the 4th on
  const [parent, started] = [fields[0], fields[18]];
  if (pid === undefined || parent === undefined || started === undefined) return undefined;
  return { pid: Number(pid), parent, name, isZombie: /[ZX]/.test(state), started };
}

/** @returns undefined where there is no such process any more, and on systems without /proc. */
export function processOf(pid: number | string): Process | undefined {
  return parseStat(read(`/proc/${pid}/stat`));
}

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // it ended, it is another user's, or this is not Linux
  }
};

/** Milliseconds: a lock's time is cut to whole seconds, and so is the machine's start. */
const slack = 3000;
const ticksPerSecond = 100; // USER_HZ, the same on every Linux that Node runs on

/**
 * Whether the engine that took a lock still runs on this machine. Pids are used again: a process that isn't named after
 * Pulumi and began after the lock was taken is another one. In doubt, the engine runs.
 */
export function engineRuns(pid: number, locked: Date): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false; // EPERM: it runs, as somebody else
  }
  const found = processOf(pid);
  if (found === undefined || found.isZombie) return found === undefined;
  const boot = Number(/^btime (\d+)$/m.exec(read("/proc/stat"))?.[1]); // NaN is later than nothing
  const isLater = (boot + found.started / ticksPerSecond) * 1000 > locked.getTime() + slack;
  return found.name.startsWith("pulumi") || !isLater;
}

/** The variable that an engine is started with and its plugins inherit: it shows whose they are when it is dead. */
export const markVariable = "TURNOUT_STACK";

/** @param root absolute folder of Pulumi.yaml. */
export const markOf = (root: string, stack: string): string => `${root}:${stack}`;

const plugin = /^pulumi-(resource|language)/; // what is left of both after 15 characters

/**
 * Kills the plugins of a stack whose engine was killed: a provider without an engine never ends by itself. Plugins of
 * an engine that runs, of other stacks and of other users stay. On systems without /proc it finds none.
 *
 * @returns how many there were.
 */
export function endLeftovers(mark: string): number {
  const orphans = pids()
    .flatMap((pid) => processOf(pid) ?? [])
    .filter((one) => plugin.test(one.name) && !one.isZombie && !hasEngine(one))
    .filter(({ pid }) => read(`/proc/${pid}/environ`).split("\0").includes(`${markVariable}=${mark}`));
  return orphans.filter(({ pid }) => kill(pid)).length;
}

function pids(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** An orphan is init's, or a subreaper's: an engine among the ancestors is alive and its own. */
function hasEngine({ parent }: Process): boolean {
  const above = processOf(parent);
  return above !== undefined && ((above.name === "pulumi" && !above.isZombie) || hasEngine(above));
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL"); // without an engine, a provider has nothing to finish first
  } catch {
    return false; // it ended
  }
}
