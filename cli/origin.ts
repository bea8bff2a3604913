import { execFileSync } from "node:child_process";
import type { Origin } from "../naming/owner";
import { inOneLine } from "../problems/problem";
import type { Subject } from "./subject";

/** Where the program of a command comes from, as far as git says it. */
export function originOf({ root, branch }: Pick<Subject, "root" | "branch">): Origin {
  return {
    repository: repositoryOf(remoteOf(root)),
    branch: branch === undefined ? undefined : inOneLine(branch),
  };
}

function remoteOf(root: string): string {
  try {
    return execFileSync("git", ["config", "--get", "remote.origin.url"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return ""; // no git, no checkout, or no remote
  }
}

/** A remote's address as `host/path`: the same by SSH and HTTPS, and without anybody's credentials. */
export function repositoryOf(remote: string): string | undefined {
  const url = /^[a-z+]+:\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/i.exec(remote);
  const [, host, path] = url ?? /^(?:[^@/]*@)?([^/:]+):(?!\/\/)(.+)$/.exec(remote) ?? [];
  if (host === undefined || path === undefined) return undefined;
  return inOneLine(`${host}/${path.replace(/\/+$/, "").replace(/\.git$/, "")}`);
}
