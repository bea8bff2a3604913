import { spawn } from "node:child_process";

/** Lines of a failed command's output that are shown. */
const shownLines = 20;

/**
 * Runs a command of the settings beside the program, with the variables of this process and some more.
 *
 * @returns why it failed, with the end of what it printed; undefined where it ended well.
 */
export function runCommand(
  [name = "", ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  seconds: number,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let output = "";
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-16_384));
    // A group of its own, so that what it started ends with it.
    const child = spawn(name, args, {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const timer = setTimeout(() => {
      end(`it did not end within ${seconds} s`);
      killGroup(child.pid);
    }, seconds * 1000);
    const end = (reason: string | undefined) => {
      clearTimeout(timer);
      const lines = output.trimEnd() === "" ? [] : output.trimEnd().split("\n").slice(-shownLines);
      resolve(reason && [`${[name, ...args].join(" ")}: ${reason}`, ...lines].join("\n"));
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", ({ message }) => {
      end(`it can't be started (${message})`);
    });
    child.on("close", (code, signal) => {
      end(code === 0 ? undefined : code === null ? `ended by ${signal ?? "a signal"}` : `exit code ${code}`);
    });
  });
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // All of it has ended: only what left the group still holds its output open.
  }
}
