import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inOneLine, withoutStack } from "../problems/problem";
import type { Loading } from "../program/image-plan";
import type { ContainerEngine } from "./container-engine";

/** Arguments by which each command loads an archive; all three take those of Docker and of Podman. */
const argumentsOf: Readonly<Record<Loading["by"], (file: string, cluster: string) => string[]>> = {
  kind: (file, cluster) => ["load", "image-archive", file, "--name", cluster],
  k3d: (file, cluster) => ["image", "import", file, "--cluster", cluster],
  minikube: (file, cluster) => ["image", "load", file, "--profile", cluster],
};

/**
 * Loads an image from the container engine into the nodes of a cluster; running it twice is safe. Where the engine no
 * longer has it, the nodes may: pods that find none say so.
 *
 * @throws Error in one sentence where the command is missing or fails.
 */
export async function loadImage(
  engine: Pick<ContainerEngine, "save">,
  ref: string,
  { by, cluster }: Loading,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "turnout-image-"));
  try {
    const file = join(folder, "image.tar");
    if (await engine.save(ref, file)) await run(ref, by, argumentsOf[by](file, cluster));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(ref: string, command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      reject(withoutStack(new Error(`Image ${ref} can't be loaded into the cluster: ${why}`)));
    };
    let words = "";
    const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
    child.stderr.on("data", (part: Buffer) => (words = `${words}${part.toString()}`.slice(-2000)));
    child.on("error", () => {
      fail(
        `the command ${command} doesn't start; install it, or set turnout:registry to push images instead.`,
      );
    });
    child.on("close", (code) => {
      if (code === 0) resolve();
      else fail(`${command} ${args.slice(0, 2).join(" ")} failed (${inOneLine(words.trim(), 400)}).`);
    });
  });
}
