import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { pulumiBinary } from "../engine/pulumi-binary";
import { Running, type Ended } from "./running";

const root = join(__dirname, "../..");

export type { Ended };

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
    const content = (existsSync(path) ? parse(readFileSync(path, "utf8")) : { config: {} }) as Settings;
    change(content);
    writeFileSync(path, stringify(content));
  }

  /** Replaces text in a file. */
  replace(file: string, from: RegExp, to: string): void {
    const path = join(this.folder, file);
    writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
  }

  /** `npx turnout …` */
  async turnout(...args: string[]): Promise<Ended> {
    return (await this.begin(...args)).ended;
  }

  /** Starts a command of Turnout and doesn't wait for its end. */
  async begin(...args: string[]): Promise<Running> {
    return this.start("node", [join(this.folder, "bin/turnout.js"), ...args]);
  }

  async run(command: string, args: string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return (await this.start(command, args, environment)).ended;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async start(command: string, args: string[], environment: NodeJS.ProcessEnv = {}) {
    const PATH = `${dirname(await pulumiBinary())}:${process.env.PATH ?? ""}`;
    return new Running(command, args, this.folder, { ...process.env, PATH, ...environment });
  }
}

/** A stack's or the project's file, as far as tests change it. */
export interface Settings {
  config: Record<string, unknown>;
}
