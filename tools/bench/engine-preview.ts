import { NoPulumi, pulumiBinary } from "../../test/engine/pulumi-binary";
import type { Previews } from "./preview-programs";
import { asTheCli, repeat, row, timeNode, typical } from "./sample";

/**
 * Previews by the real engine against a simulated cluster, of this program and of an empty one in turns, inline as
 * `turnout preview` runs them: without a language host, which a plain `pulumi preview` starts. The time to load each
 * program in a process, before the engine begins, is printed too.
 */
export async function benchEnginePreview(root: string): Promise<string[]> {
  try {
    await pulumiBinary();
  } catch (error) {
    if (!(error instanceof NoPulumi)) throw error;
    return [`   skipped: ${error.message}`];
  }
  const run = (...args: string[]) => timeNode([...asTheCli, ...args], { cwd: root, env: { KUBECONFIG: "" } }); // only the simulated cluster
  const loading = (file: string) => repeat(5, () => run("-e", `require("${file}")`).sample);
  const [loadEmpty, loadReal] = [loading("@pulumi/pulumi"), loading("./index.ts")];
  const { empty, real } = JSON.parse(run("tools/bench/preview-programs.ts").output) as Previews;
  const total = (load: typeof empty, preview: typeof empty) => typical(load).wall + typical(preview).wall;
  const factor = typical(real).wall / typical(empty).wall;
  const share = 1 - total(loadEmpty, empty) / total(loadReal, real);
  return [
    row("start, this program", loadReal),
    row("start, empty program", loadEmpty),
    row("preview, this program", real),
    row("preview, empty program", empty),
    `   ${factor.toFixed(2)} × of the empty program's preview by wall (the CPU time is Node's, not the engine's)`,
    `   start and preview: ${(100 * share).toFixed(0)} % of ${total(loadReal, real).toFixed(2)} s is this program's share`,
  ];
}
