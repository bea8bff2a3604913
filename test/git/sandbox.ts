import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A git repository of its own in a temporary folder, with nothing of the person's configuration. */
export class Sandbox {
  /** The folder that everything is in; the checkout is in `checkout`, clones may lie beside it. */
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), "turnout-test-")));
  readonly checkout = join(this.home, "checkout");

  constructor(branch = "master") {
    mkdirSync(this.checkout);
    this.git("init", "--quiet", `--initial-branch=${branch}`);
  }

  git(...args: readonly string[]): string {
    const identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    return execFileSync("git", [...identity, ...args], {
      cwd: this.checkout,
      encoding: "utf8",
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.checkout, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** Commits all that is in the checkout, these files included. @returns the commit's full id. */
  commit(files: Readonly<Record<string, string>> = {}): string {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", "x");
    return this.git("rev-parse", "HEAD");
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
