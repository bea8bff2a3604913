import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, appendFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { Sandbox } from "../git/sandbox";

const root = join(__dirname, "..", "..");

/** Paths of this checkout that are not part of the program. */
const beside = /^(node_modules|test|tools|docs|\.github|\.ci)(\/|$)/;

/** This project in a repository of its own, its packages linked, everything committed once. */
export function copyProject(): Sandbox {
  const sandbox = new Sandbox();
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const file of files.split("\0")) {
    if (file === "" || beside.test(file) || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(sandbox.checkout, file)), { recursive: true });
    copyFileSync(join(root, file), join(sandbox.checkout, file));
  }
  // The project's .gitignore means a folder, and this is a link.
  appendFileSync(join(sandbox.checkout, ".git/info/exclude"), "/node_modules\n");
  symlinkSync(join(root, "node_modules"), join(sandbox.checkout, "node_modules"), "dir");
  sandbox.commit();
  return sandbox;
}

/** The program of a folder is loaded anew next time: Node keeps what it has loaded. */
export function forget(folder: string): void {
  for (const file of Object.keys(require.cache))
    if (file.startsWith(`${folder}/`)) Reflect.deleteProperty(require.cache, file);
}
