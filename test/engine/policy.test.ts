import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import { Pod } from "@pulumi/kubernetes/core/v1/pod";
import { Provider } from "@pulumi/kubernetes/provider";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import program from "../../index";
import { Branch, web } from "./branch";
import { pulumiBinary } from "./pulumi-binary";

const pack = path.join(__dirname, "../../policy");
const built = web("localhost/smallcase", { build: "app" });

/** Whether there is a language host, which starts packs: an installed Pulumi has it, one built here with Go has not. */
async function hasLanguageHost(): Promise<boolean> {
  const folders = [path.dirname(await pulumiBinary()), ...(process.env.PATH ?? "").split(path.delimiter)];
  return folders.some((folder) => existsSync(path.join(folder, "pulumi-language-nodejs")));
}

describe("the policy pack on the real engine", () => {
  let branch: Branch;

  before(async function () {
    if (await hasLanguageHost()) return;
    console.log("SKIPPED the policy pack: no pulumi-language-nodejs on PATH; install Pulumi, which has it.");
    this.skip();
  });

  beforeEach(async () => {
    branch = await Branch.start("dev");
  });

  afterEach(() => branch.close());

  const real: PulumiFn = () => program({ witness: branch.witness });

  /** Output of an operation with the pack; a cluster that it would change is the simulated one. */
  async function say(operation: "preview" | "up", run: PulumiFn): Promise<{ ok: boolean; output: string }> {
    const { stack } = branch.simulation.engine;
    return stack[operation]({ program: run, policyPacks: [pack] }).then(
      ({ stdout }) => ({ ok: true, output: stdout }),
      (error: unknown) => ({ ok: false, output: String(error) }),
    );
  }

  /** The real program, and something that nobody should add to it. */
  const withMore = (more: (provider: Provider) => void): PulumiFn => {
    return async () => {
      const outputs = (await real()) as Record<string, unknown>;
      more(new Provider("more", { clusterIdentifier: "simulated" }));
      return outputs;
    };
  };

  it("lets the environment of a branch through, in a preview and an update", async () => {
    await branch.configure(built);
    for (const operation of ["preview", "up"] as const) {
      const { ok, output } = await say(operation, real);
      assert.ok(ok, output);
      assert.match(output, /✅ turnout@v/); // the pack was there
    }
    assert.ok(branch.now().blue);
  });

  it("refuses an image whose tag can move, before anything is made", async () => {
    await branch.configure(web("registry.example/web:1"));
    const { ok, output } = await say("up", real);
    assert.ok(!ok);
    const color = /Deployment (web-\w+) spec/.exec(output)?.[1];
    assert.ok(
      output.includes(
        `Deployment ${color} spec.template.spec.containers[0].image is "registry.example/web:1": must be pinned by ` +
          "its digest, or by a content tag; set build for the application, or write it as registry/name@sha256:….",
      ),
      output,
    );
    assert.equal(branch.now().blue, undefined);
  });

  it("refuses what an environment puts into another's namespace, which only the whole stack shows", async () => {
    await branch.configure(built);
    const run = withMore((provider) => {
      new ConfigMap("reach", { metadata: { namespace: "smallcase-blue" } }, { provider });
    });
    const { ok, output } = await say("preview", run);
    assert.ok(!ok);
    const sentence =
      'ConfigMap reach metadata.namespace is "smallcase-blue": must be smallcase-develop, as of all in this ' +
      "environment; set it to that.";
    assert.ok(output.includes(sentence), output);
  });

  it("checks what is known of a resource of which a preview can't know all", async () => {
    await branch.configure(built);
    const run = withMore((provider) => {
      const namespace = "smallcase-develop";
      const map = new ConfigMap("map", { metadata: { namespace } }, { provider });
      const image = map.metadata.uid; // known when the ConfigMap is there
      const spec = { hostNetwork: true, containers: [{ name: "odd", image }] };
      new Pod("odd", { metadata: { namespace }, spec }, { provider });
    });
    const { ok, output } = await say("preview", run);
    assert.ok(!ok);
    assert.ok(
      output.includes("Pod odd spec.hostNetwork is true: must not share the node's network; remove it."),
      output,
    );
    assert.doesNotMatch(output, /Pod odd spec.containers\[0\].image/);
  });
});
