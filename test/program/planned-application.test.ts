import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type Facts, planApplications } from "../../program/planned-application";
import { FakeWitness } from "../components/fake-witness";
import { blueServes, planned, up, wantedOf } from "../components/planned";
import { applicationOf } from "../settings/parsed";
import { applicationWith } from "../settings/shop";

const release = wantedOf();

describe("planApplication", () => {
  it("asks for an intent with what is known, and plans by it", () => {
    const recorded = { ...blueServes, blue: up(release), green: up("older") };
    const asked: Facts[] = [];
    const { plan, application } = planned(
      {},
      {
        recorded,
        intent: (facts) => {
          asked.push(facts);
          return { verb: "rollback" };
        },
      },
    );
    assert.deepEqual(asked, [{ application, recorded, release, activeBefore: "blue" }]);
    assert.deepEqual(
      [plan.kind, plan.weights, plan.rejected],
      ["rollback", { blue: 0, green: 100 }, release],
    );
    assert.equal(planned({}, { recorded, intent: () => undefined }).plan.kind, "steady");
  });

  it("keeps what was last seen of a switch, and what it starts from", () => {
    const lastSwitch = { at: "2026-11-21T12:00:00.000Z", to: "old", share: 100, requests: 1, failures: 0 };
    const known = planned({}, { recorded: blueServes, lastSwitch });
    assert.deepEqual([known.lastSwitch, known.recorded], [lastSwitch, blueServes]);
    assert.equal(planned().lastSwitch, undefined);
  });

  it("lets the settings decide what a release begins with", () => {
    const weights = (values: object) => planned({ ...values }, { recorded: blueServes }).plan.weights;
    assert.deepEqual(weights({}), { blue: 0, green: 100 });
    assert.deepEqual(weights({ canary: { steps: [10, 100] } }), { blue: 90, green: 10 });
    assert.deepEqual(weights({ autoPromote: false }), { blue: 100, green: 0 });
    assert.deepEqual(weights({ autoPromote: false, weight: 30 }), { blue: 70, green: 30 });
  });

  it("names the content of secrets without telling it: another name for another text, environment or key", () => {
    const digest = (secrets: Readonly<Record<string, string>>) => planned({ secrets }).secretsDigest;
    const one = digest({ API_KEY: "hunter2" });
    assert.match(one, /^[0-9a-f]{10}$/);
    assert.equal(digest({ API_KEY: "hunter2" }), one);
    const others = [digest({ API_KEY: "hunter3" }), digest({ KEY: "hunter2" }), digest({})];
    assert.equal(new Set([one, ...others]).size, 4);
  });

  it("wants the same release whatever a secret's name has become, and another when its text changes", () => {
    const wanted = (text: string) => planned({ secrets: { API_KEY: text } }).release;
    assert.equal(wanted("hunter2"), wanted("hunter2"));
    assert.notEqual(wanted("hunter2"), wanted("hunter3"));
  });

  it("wants the same release however a quantity is written, under the name that it had before", () => {
    const wanted = (cpu: string, memory: string) => wantedOf({ resources: { cpu, memory } });
    for (const [cpu, memory] of [
      ["1", "1Gi"],
      ["1000m", "1024Mi"],
      ["1000m", "1Gi"],
    ] as const)
      assert.equal(wanted(cpu, memory), "a4738b99d1");
    assert.equal(wanted("250m", "1536Mi"), "8f3db2c14e");
    assert.notEqual(wanted("1001m", "1Gi"), wanted("1", "1Gi"));
  });

  describe("with an autoscaler", () => {
    const autoscaling = { replicas: 2, autoscaling: { maxReplicas: 10 } };
    const busy = { ...blueServes, blue: up("old", 7) };

    it("brings a release to the size that the load asks of the active color", () => {
      const { plan, autoscaled } = planned(autoscaling, { recorded: busy });
      assert.deepEqual([plan.active, plan.colors.green.replicas, plan.colors.blue.replicas], ["green", 7, 7]);
      assert.equal(autoscaled, "blue");
    });

    it("never goes below what the settings say", () => {
      const { plan } = planned(autoscaling, { recorded: { ...busy, blue: up("old", 1) } });
      assert.equal(plan.colors.green.replicas, 2);
    });

    it("gives the traffic of an aborted release back to as many pods as have it", () => {
      const tried = {
        ...blueServes,
        weights: { blue: 10, green: 90 },
        green: { ...up("new", 7), candidate: true },
      };
      const abort = (values: Readonly<Record<string, unknown>>) =>
        planned(values, { recorded: tried, intent: () => ({ verb: "abort" }) }).plan.colors.blue.replicas;
      assert.deepEqual([abort(autoscaling), abort({ replicas: 2 })], [7, 1]);
    });

    it("has no size in its hands before anything serves", () => {
      assert.equal(planned(autoscaling).autoscaled, undefined);
    });
  });

  it("leaves sizes to the settings without one, whatever was recorded", () => {
    const { plan, autoscaled } = planned(
      { replicas: 2 },
      { recorded: { ...blueServes, blue: up("old", 7) } },
    );
    assert.deepEqual([plan.colors.green.replicas, autoscaled], [2, undefined]);
  });
});

describe("planApplications", () => {
  it("warns of an image whose tag moves, before anything is changed", async () => {
    const said: string[] = [];
    const log = pulumi.log as {
      warn: (text: string) => Promise<void>;
      info: (text: string) => Promise<void>;
    };
    const { warn, info } = log;
    log.warn = (text) => Promise.resolve(void said.push(text));
    log.info = () => Promise.resolve();
    const { entry, preview } = planned();
    const images = { web: "registry.example/web:stable", api: "registry.example/api:1.4" };
    try {
      await planApplications(
        {
          namespace: "shop-dev",
          applications: Object.keys(images).map((name) => applicationOf(applicationWith({ name }))),
          imageOf: ({ name }) => images[name as keyof typeof images],
          releaseOf: () => "r1",
          entriesOf: () => ({ entry, preview }),
          scope: "shop/dev",
          recorded: { applications: [], application: () => ({}), lastSwitch: () => undefined },
          witness: new FakeWitness({}),
        },
        { onPlanned: () => said.push("planned") },
      );
    } finally {
      Object.assign(log, { warn, info });
    }
    assert.deepEqual(said, [
      "planned",
      "Image registry.example/web:stable of web has a tag that moves, stable: pods of one release may run different images, and a newer image is no release; give a digest, or a tag that stays.",
    ]);
  });
});
