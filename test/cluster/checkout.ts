import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { pulumiBinary } from "../engine/pulumi-binary";

const root = join(__dirname, "../..");

export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** A checkout of its own, as a person has one: this project's files, a git repository, and no backend but its own. */
export class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), "turnout-checkout-"));

  constructor() {
    const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
      cwd: root,
      encoding: "utf8",
    });
    for (const file of files.split("\0").filter((name) => name !== "" && !name.startsWith("test/"))) {
      mkdirSync(join(this.folder, dirname(file)), { recursive: true });
      cpSync(join(root, file), join(this.folder, file));
    }
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"), "dir");
    const git = (...args: string[]) => execFileSync("git", args, { cwd: this.folder, stdio: "ignore" });
    git("init", "--initial-branch", "develop");
    git("add", "--all");
    git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--message", "Begin");
  }

  /** Changes a YAML file as an editor would. */
  edit(file: string, change: (content: Settings) => void): void {
    const path = join(this.folder, file);
    const content = parse(readFileSync(path, "utf8")) as Settings;
    change(content);
    writeFileSync(path, stringify(content));
  }

  /** `npx turnout …`; never throws for its exit code. */
  async turnout(...args: string[]): Promise<Ended> {
    return this.run("node", [join(this.folder, "bin/turnout.js"), ...args]);
  }

  async run(command: string, args: string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const PATH = `${dirname(await pulumiBinary())}:${process.env.PATH ?? ""}`;
    return new Promise((resolve) => {
      execFile(
        command,
        args,
        {
          cwd: this.folder,
          env: { ...process.env, PATH, ...environment },
          encoding: "utf8",
          timeout: 240_000,
        },
        (error, output, errors) => {
          resolve({
            code: error === null ? 0 : typeof error.code === "number" ? error.code : 1,
            output,
            errors,
          });
        },
      );
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A stack's or the project's file, as far as tests change it. */
export interface Settings {
  config: Record<string, unknown>;
}
