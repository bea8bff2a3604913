import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import type { Readable } from "node:stream";
import { processOf } from "../../cli/owner";

export interface Ended {
  /** 1 where a signal ended it. */
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Milliseconds after which a command is taken for stuck. */
const longest = 240_000;

/** A command that was started; it never throws for its exit code. */
export class Running {
  readonly ended: Promise<Ended>;
  /** In milliseconds since 1970. */
  readonly begun = Date.now();
  private readonly said: { readonly at: number; readonly end: number }[] = [];
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;
  private output = "";
  private errors = "";

  constructor(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
    this.child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: longest });
    this.child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.output += text;
      this.said.push({ at: Date.now(), end: this.output.length });
    });
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => (this.errors += text));
    // Not "close": a plugin that a killed engine left running keeps the pipes open.
    this.ended = once(this.child, "exit").then(async ([code]) => {
      await Promise.race([once(this.child, "close"), new Promise((resolve) => setTimeout(resolve, 500))]);
      return { code: (code as number | null) ?? 1, output: this.output, errors: this.errors };
    });
  }

  /** Waits until it printed this. @throws where it ends before. */
  async until(text: RegExp): Promise<void> {
    while (!text.test(this.output)) {
      if ((this.child.exitCode ?? this.child.signalCode) !== null)
        throw new Error(`It ended and never said ${String(text)}:\n${this.output}${this.errors}`);
      await Promise.race([once(this.child.stdout, "data"), this.ended]);
    }
  }

  /** Milliseconds from its begin until it printed this. @throws where it never did. */
  after(text: RegExp): number {
    const match = text.exec(this.output);
    const said = match && this.said.find(({ end }) => end >= match.index + match[0].length);
    if (!said) throw new Error(`It never said ${String(text)}:\n${this.output}${this.errors}`);
    return said.at - this.begun;
  }

  /** As `kill -9` does: nothing gets to say goodbye. */
  kill(...parts: readonly ("command" | "engine")[]): void {
    const pids = parts.flatMap((part) =>
      part === "engine" ? this.engines() : this.child.pid === undefined ? [] : [this.child.pid],
    );
    if (pids.length < parts.length) throw new Error(`There is no ${parts.join(" and ")} to kill.`);
    for (const pid of pids) process.kill(pid, "SIGKILL");
  }

  private engines(): number[] {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.map(Number).filter((pid) => {
      const found = processOf(pid);
      return found?.parent === this.child.pid && found?.name === "pulumi";
    });
  }
}
