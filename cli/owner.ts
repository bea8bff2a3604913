import { readFileSync, readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";

/** What the operating system says of this process. */
export interface Machine {
  readonly user: string;
  readonly host: string;
  /** Tells apart machines, and containers of one machine, that have the same name: pids mean the same only inside one. */
  readonly machine: string;
  readonly pid: number;
}

/** Who runs this command. */
export interface Self extends Machine {
  /** `github:<owner>/<repository>`, `gitlab:<project>`, `jenkins:<job>`, else `<user>@<host>`. */
  readonly owner: string;
  /** The CI job, by its address where it has one; undefined for a person. */
  readonly job: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Whose a command is. In CI it is the repository's, not the runner's: the next job may run anywhere, and still has
 * to know the last one's lock for its own.
 */
export function selfOf(variables: Variables, machine: Machine): Self {
  return { ...machine, ...(ciOf(variables) ?? { owner: `${machine.user}@${machine.host}`, job: undefined }) };
}

function ciOf(v: Variables): Pick<Self, "owner" | "job"> | undefined {
  if (v.GITHUB_ACTIONS === "true" && v.GITHUB_REPOSITORY)
    return {
      owner: `github:${v.GITHUB_REPOSITORY}`,
      job: `${v.GITHUB_SERVER_URL ?? "https://github.com"}/${v.GITHUB_REPOSITORY}/actions/runs/${v.GITHUB_RUN_ID ?? ""}${v.GITHUB_JOB ? ` (${v.GITHUB_JOB})` : ""}`,
    };
  if (v.GITLAB_CI && v.CI_PROJECT_PATH)
    return {
      owner: `gitlab:${v.CI_PROJECT_PATH}`,
      job: v.CI_JOB_URL ?? `${v.CI_PROJECT_PATH} ${v.CI_JOB_ID ?? ""}`,
    };
  if (v.JENKINS_URL && v.JOB_NAME)
    return { owner: `jenkins:${v.JOB_NAME}`, job: v.BUILD_URL ?? `${v.JOB_NAME} #${v.BUILD_NUMBER ?? ""}` };
  return undefined;
}

/** This process, as Pulumi's locks name it (pkg/backend/diy/lock.go). */
export function thisMachine(): Machine {
  const host = hostname();
  return { user: userName(), host, machine: machineOf(host), pid: process.pid };
}

function userName(): string {
  try {
    const { username } = userInfo();
    const domain = process.platform === "win32" ? process.env.USERDOMAIN : undefined; // Go has it in the name
    return domain ? `${domain}\\${username}` : username;
  } catch {
    return process.env.USER ?? String(process.getuid?.()); // a container's user need not be in /etc/passwd
  }
}

/** On Linux one run of one kernel and one space of pids; elsewhere only the name is known. */
function machineOf(host: string): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return host;
  }
}
