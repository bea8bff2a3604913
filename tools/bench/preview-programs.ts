import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { mergeStackFiles } from "../../settings/stack-files";
import program from "../../index";
import { Simulation } from "../../test/engine/simulation";
import type { Sample } from "./sample";

export type Previews = Readonly<Record<"empty" | "real", readonly Sample[]>>;

const programs = { empty: () => Promise.resolve({}), real: program };
const root = join(__dirname, "../..");
const rounds = 7;

// A process of its own: `tsx tools/bench/preview-programs.ts` previews in turns and prints the samples as JSON.
async function main(): Promise<void> {
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  const { values } = mergeStackFiles(read("Pulumi.yaml"), read("Pulumi.dev.yaml"));
  // The engine's own setting can't be passed as text, and names nothing here.
  const own = Object.entries(values).filter(([key]) => key !== "pulumi:autonaming");
  const config = Object.fromEntries(own.map(([key, value]) => [key, { value }]));
  const simulation = await Simulation.start({ project: "turnout", stack: "dev", config });
  const samples = { empty: [] as Sample[], real: [] as Sample[] };
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const name of ["empty", "real"] as const) {
        const [begun, used] = [performance.now(), process.cpuUsage()];
        const { ok, errors } = await simulation.engine.preview(programs[name]);
        const wall = (performance.now() - begun) / 1000;
        const { user, system } = process.cpuUsage(used);
        if (!ok) throw new Error(`The preview of the ${name} program failed: ${errors}`);
        if (round > 0) samples[name].push({ wall, cpu: (user + system) / 1e6 }); // the first round warms up
      }
    }
  } finally {
    await simulation.close();
  }
  console.log(JSON.stringify(samples satisfies Previews));
}

void main();
