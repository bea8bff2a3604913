import { version } from "../../package.json";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { Writable } from "node:stream";
import { type NewOptions, runNew } from "../../cli/new";
import { neededPackages } from "../../cli/scaffold";

/** A scratch folder with a fake npm on PATH, and nothing of the person's git and kubeconfig. */
export class Scratch {
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), "turnout-test-")));
  readonly here = join(this.home, "here");
  readonly environment: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: fakeNpm(this.home),
    KUBECONFIG: "",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "A",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@example.com",
  };

  constructor() {
    mkdirSync(this.here);
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.here, path)), { recursive: true });
      writeFileSync(join(this.here, path), text);
    }
  }

  read(path: string): string {
    return readFileSync(join(this.here, path), "utf8");
  }

  git(folder: string, ...args: string[]): string {
    const { stdout, stderr, status } = spawnSync("git", args, {
      cwd: join(this.here, folder),
      env: this.environment,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  /** What npm was asked for. */
  npm(): string[] {
    const log = join(this.home, "bin/npm.log");
    const asked = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
    rmSync(log, { force: true });
    return asked;
  }

  /** Makes a project. @returns what was printed. */
  async make(options: NewOptions = {}, folder = this.here, name = "shop"): Promise<string> {
    let text = "";
    const out = new Writable({
      write(chunk, _, done) {
        text += String(chunk);
        done();
      },
    });
    const before = { ...process.env };
    Object.assign(process.env, this.environment);
    try {
      await runNew(name, options, folder, out, () => Promise.resolve(undefined));
    } finally {
      for (const key of Object.keys(process.env)) if (!(key in before)) delete process.env[key];
      Object.assign(process.env, before);
    }
    return text;
  }
}

/**
 * An npm that installs nothing and notes what it was asked for in `npm.log` beside it; asked for what FAKE_NPM_FAILS
 * names, it fails.
 *
 * @returns a PATH that begins with it.
 */
function fakeNpm(home: string): string {
  const folder = join(home, "bin");
  mkdirSync(folder, { recursive: true });
  const recorded = Object.fromEntries(neededPackages().map((name) => [`node_modules/${name}`, {}]));
  writeFileSync(
    join(folder, "npm"),
    `#!${process.execPath}
const fs = require("node:fs");
const [verb, ...more] = process.argv.slice(2);
fs.appendFileSync(__dirname + "/npm.log", verb + "\\n");
if (verb === process.env.FAKE_NPM_FAILS) {
  console.error("npm error network request to https://registry.example/ failed");
  process.exit(1);
}
if (verb === "pack") fs.writeFileSync(more.at(-1) + "/turnout-${version}.tgz", "a tarball");
if (verb === "install") {
  fs.mkdirSync("node_modules", { recursive: true });
  fs.writeFileSync("package-lock.json", "{}");
  fs.writeFileSync("node_modules/.package-lock.json", ${JSON.stringify(JSON.stringify({ packages: recorded }))});
}
`,
  );
  chmodSync(join(folder, "npm"), 0o755);
  return `${folder}${delimiter}${process.env.PATH ?? ""}`;
}
