import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Changes, application, Branch } from "../engine/branch";

/*
 * Keeps the checkpoints that this version leaves, for the next one's tests (CONTRIBUTING.md, "A new version"):
 *
 *   PATH="$(dirname "$(tools/install-pulumi)"):$PATH" npx tsx test/upgrade/keep.ts
 *
 * They are made by the real engine on the simulated cluster. For a version before, run this file in its tree.
 */
const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as {
  version: string;
};

/** What a stack of each role may hold, before and after a release. */
const stacks: Readonly<Record<string, readonly Changes[]>> = {
  platform: [{ role: "platform" }],
  dev: ["1", "2"].map((tag) => ({
    applications: [
      application(`registry.example/web:${tag}`, {
        replicas: 2,
        autoscaling: { maxReplicas: 4 },
        canary: { steps: [25, 100] },
        env: { LOG_LEVEL: "debug" },
        secrets: { TOKEN: `not-a-secret-${tag}` },
        smoke: { path: "/readyz" },
      }),
      application(`registry.example/api:${tag}`, { name: "api", standbyReplicas: 1 }),
    ],
  })),
};

/** A stack's configuration and resources after these updates. */
async function keptOf(stack: string, updates: readonly Changes[]): Promise<object> {
  const branch = await Branch.start(stack);
  const { engine } = branch.simulation;
  try {
    for (const changes of updates) {
      await branch.configure(changes);
      const { ok, errors } = await branch.up();
      if (!ok) throw new Error(errors);
    }
    const config = Object.entries(await engine.stack.getAllConfig())
      .filter(([key]) => key.startsWith("turnout:"))
      .map(([key, { value }]) => [key, value]);
    const { deployment } = (await engine.exportStack()) as { deployment: { resources: Resource[] } };
    return { config: Object.fromEntries(config) as unknown, resources: deployment.resources.map(part) };
  } finally {
    await branch.close();
  }
}

type Resource = Readonly<Record<"urn" | "type" | "provider" | "inputs" | "outputs", unknown>>;

/** Without what the next update doesn't look at, or what a resource has twice. */
const part = ({ urn, type, provider, inputs, outputs }: Resource) => ({
  ...{ urn, type, provider, inputs },
  outputs: { ...(outputs as object | undefined), __inputs: undefined },
});

async function keep(): Promise<void> {
  const kept: Record<string, object> = {};
  for (const [stack, updates] of Object.entries(stacks)) kept[stack] = await keptOf(stack, updates);
  // A resource a line.
  const text = JSON.stringify(kept).replaceAll('{"urn":', '\n{"urn":');
  writeFileSync(join(__dirname, `${version}.json`), `${text}\n`);
}

void keep();
