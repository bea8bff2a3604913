import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { readRecorded, type RecordedState } from "../../settings/recorded-state";

type Call = (args: pulumi.runtime.MockCallArgs) => Record<string, unknown>;
type State = (args: pulumi.runtime.MockResourceArgs) => Record<string, unknown>;

/** What a program that runs against such an engine is told. */
async function read(call: Call, reference: State = () => ({})): Promise<RecordedState> {
  const read = (args: pulumi.runtime.MockResourceArgs) => ({ id: args.name, state: reference(args) });
  await pulumi.runtime.setMocks({ newResource: read, call }, "turnout", "dev", false, "shop");
  return readRecorded();
}

const labels = { "turnout.dev/application": "web", "turnout.dev/color": "blue" };
const deployment = {
  type: "kubernetes:apps/v1:Deployment",
  outputs: {
    metadata: { name: "web-blue", labels, generation: 2 },
    spec: { replicas: 2, template: { metadata: { labels: { "turnout.dev/release": "abc" } } } },
    status: { observedGeneration: 2, readyReplicas: 2, updatedReplicas: 2 },
  },
};
const provider = { type: "pulumi:providers:kubernetes", outputs: { clusterIdentifier: "c1" } };

describe("readRecorded", () => {
  it("reads the stack's own resources as the engine last wrote them down", async () => {
    const asked: unknown[] = [];
    const recorded = await read(({ token, inputs }) => {
      asked.push([token, inputs]);
      return { outputs: { "urn:a": deployment, "urn:b": provider } };
    });
    assert.deepEqual(asked, [["pulumi:pulumi:readStackResourceOutputs", { stackName: "dev" }]]);
    assert.deepEqual(recorded.application("web"), {
      weights: undefined,
      blue: { release: "abc", replicas: 2, ready: true },
      green: undefined,
    });
    assert.equal(recorded.cluster, "c1");
  });

  it("knows of nothing before the first update", async () => {
    for (const answer of [{}, { outputs: {} }]) {
      const recorded = await read(() => answer);
      assert.deepEqual(recorded.application("web"), {
        weights: undefined,
        blue: undefined,
        green: undefined,
      });
      assert.equal(recorded.cluster, undefined);
    }
  });

  const refuse: Call = ({ token }) => {
    throw new Error(`${token} is not supported`);
  };

  it("falls back to the outputs of the last update where a backend refuses", async () => {
    const web = { weights: { blue: 0, green: 100 }, green: { release: "abc", replicas: 1, ready: true } };
    const names: unknown[] = [];
    const recorded = await read(refuse, ({ inputs }) => {
      names.push((inputs as { name: string }).name);
      return { outputs: { applications: { web }, cluster: "c1" }, secretOutputNames: [] };
    });
    assert.deepEqual(names, ["shop/turnout/dev"]);
    assert.deepEqual(recorded.application("web"), web);
    assert.deepEqual(recorded.application("api"), {});
    assert.equal(recorded.cluster, "c1");
  });

  it("takes a stack without outputs for one that nothing was made of", async () => {
    const recorded = await read(refuse, () => ({ outputs: {}, secretOutputNames: [] }));
    assert.deepEqual(recorded.application("web"), {});
    assert.equal(recorded.cluster, undefined);
  });
});
