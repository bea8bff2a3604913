import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** There is neither a `pulumi` nor a Go to build one: the tier is left out, not failed. */
export class NoPulumi extends Error {}

let found: Promise<string> | undefined;

/**
 * The path of a `pulumi` that tools/install-pulumi found or built (three minutes, once; its progress goes to stderr).
 * @throws {NoPulumi} with that tool's one sentence; any other error means that the build failed.
 */
export function pulumiBinary(): Promise<string> {
  return (found ??= install());
}

async function install(): Promise<string> {
  const tool = path.resolve(__dirname, "../../tools/install-pulumi");
  const child = spawn(tool, { stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    process.stderr.write(text);
  });
  const [code] = (await once(child, "close")) as [number | null];
  const sentence = stderr.trim().split("\n").at(-1);
  if (code === 1) throw new NoPulumi(sentence);
  if (code !== 0) throw new Error(sentence);
  return stdout.trim();
}
