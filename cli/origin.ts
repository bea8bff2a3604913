import type { Origin } from "../naming/owner";
import { inOneLine } from "../problems/problem";
import type { Subject } from "./subject";

/** Where the program of a command comes from, as far as git says it. */
export function originOf({ branch, project }: Pick<Subject, "branch" | "project">): Origin {
  return {
    repository: repositoryOf(project.repository?.remote() ?? ""),
    branch: branch === undefined ? undefined : inOneLine(branch),
  };
}

/** A remote's address as `host/path`: the same by SSH and HTTPS, and without anybody's credentials. */
export function repositoryOf(remote: string): string | undefined {
  const url = /^[a-z+]+:\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/i.exec(remote);
  const [, host, path] = url ?? /^(?:[^@/]*@)?([^/:]+):(?!\/\/)(.+)$/.exec(remote) ?? [];
  if (host === undefined || path === undefined) return undefined;
  return inOneLine(`${host}/${path.replace(/\/+$/, "").replace(/\.git$/, "")}`);
}
