import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { readRecorded, type RecordedState } from "../../program/recorded-state";

type Call = (args: pulumi.runtime.MockCallArgs) => Record<string, unknown>;
type State = (args: pulumi.runtime.MockResourceArgs) => Record<string, unknown>;

/** The recorded state as a program gets it from such an engine. */
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

const lastSwitch = {
  at: "2026-11-21T13:30:00.000Z",
  from: "abb",
  to: "abc",
  share: 100,
  requests: 40,
  failures: 0,
};

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
      preview: undefined,
      rejected: undefined,
      blue: { release: "abc", replicas: 2, ready: true },
      green: undefined,
    });
    assert.equal(recorded.cluster, "c1");
  });

  it("reads from the stack's own outputs what was seen when traffic last moved", async () => {
    const stack = { type: "pulumi:pulumi:Stack", outputs: { applications: { web: { lastSwitch } } } };
    const recorded = await read(() => ({ outputs: { "urn:a": deployment, "urn:s": stack } }));
    assert.deepEqual(recorded.lastSwitch("web"), lastSwitch);
    assert.equal(recorded.lastSwitch("api"), undefined);
    assert.equal((await read(() => ({ outputs: { "urn:a": deployment } }))).lastSwitch("web"), undefined);
  });

  it("knows of nothing before the first update", async () => {
    for (const answer of [{}, { outputs: {} }]) {
      const recorded = await read(() => answer);
      assert.deepEqual(recorded.application("web"), {
        weights: undefined,
        preview: undefined,
        rejected: undefined,
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
    const green = { release: "abc", replicas: 1, ready: true };
    const web = { weights: { blue: 0, green: 100 }, green, lastSwitch };
    const names: unknown[] = [];
    const recorded = await read(refuse, ({ inputs }) => {
      names.push((inputs as { name: string }).name);
      return { outputs: { applications: { web }, cluster: "c1" }, secretOutputNames: [] };
    });
    assert.deepEqual(names, ["shop/turnout/dev"]);
    assert.deepEqual(recorded.application("web"), web);
    assert.deepEqual(recorded.application("api"), {});
    assert.deepEqual([recorded.lastSwitch("web"), recorded.lastSwitch("api")], [lastSwitch, undefined]);
    assert.equal(recorded.cluster, "c1");
  });

  it("takes a stack without outputs for one that nothing was made of", async () => {
    const recorded = await read(refuse, () => ({ outputs: {}, secretOutputNames: [] }));
    assert.deepEqual(recorded.application("web"), {});
    assert.equal(recorded.cluster, undefined);
  });
});
