import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { SemVer } from "semver";

/**
 * A Pulumi CLI whose running process can be killed, for `LocalWorkspaceOptions.pulumiCommand`. The Automation API
 * starts its own processes without telling their ids; this does what its `cmd.js` does, and keeps hold of the child.
 */
export class EngineProcess {
  readonly version: SemVer;
  /** Those that run, the newest last. */
  private readonly children = new Set<ChildProcess>();

  constructor(readonly command: string) {
    this.version = new SemVer(
      execFileSync(command, ["version"], { env: environment({}), encoding: "utf8" }).trim(),
    );
  }

  /** Called by the Automation API for every command, which takes any object with this, `command` and `version`. */
  async run(
    args: string[],
    cwd: string,
    added: Record<string, string>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
  ): Promise<{ stdout: string; stderr: string; code: number }> {
    const env = { ...environment(added), PULUMI_AUTOMATION_API: "true" };
    const child = spawn(this.command, [...args, "--non-interactive"], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.children.add(child);
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      onOutput?.(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      onError?.(text);
    });
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    this.children.delete(child);
    if (code !== 0) {
      throw new Error(
        `pulumi ${args[0] ?? ""} ended with ${signal ?? `code ${code}`}:\n${stdout}\n${stderr}`,
      );
    }
    return { stdout, stderr, code };
  }

  /** Kills the running process as a crash would (SIGKILL), and waits until it is gone. */
  async kill(): Promise<void> {
    const child = [...this.children].at(-1);
    if (!child) throw new Error("No engine is running that could be killed.");
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }
}

/** This process's environment without what would tie a test to somebody's Pulumi account, and with what is added. */
function environment(added: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
  return { ...Object.fromEntries(kept), PULUMI_SKIP_UPDATE_CHECK: "true", ...added };
}
