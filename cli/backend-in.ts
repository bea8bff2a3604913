import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { backendOf } from "./backend";

/** Where the state of a checkout's stacks is kept, by this machine's environment and files. */
export function backendIn(root: string): ReturnType<typeof backendOf> {
  const home = process.env.PULUMI_HOME ?? join(homedir(), ".pulumi");
  const credentials = join(home, "credentials.json");
  const project = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as { backend?: { url?: string } };
  return backendOf({
    environment: process.env,
    credentials: existsSync(credentials) ? readFileSync(credentials, "utf8") : undefined,
    projectUrl: project.backend?.url,
  });
}
