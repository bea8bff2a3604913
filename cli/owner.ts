import { readFileSync, readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";

/** A process, as Pulumi's locks name it (pkg/backend/diy/lock.go). */
export interface Machine {
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
