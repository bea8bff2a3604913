import assert from "node:assert/strict";
import { ciphertextNote, settled } from "../../diff/settled";
import { recordedApplication, recordedCluster } from "../../release/checkpoint";
import { mergeStackFiles } from "../../settings/stack-files";
import { declare, web } from "../components/declared";
import { configMap, configMapType, deployment, recordingOf, urnOf } from "./resources";

describe("settled", () => {
  it("is what a checkpoint would say once all is up", async () => {
    const recording = await declare({ applications: [{ ...web, replicas: 3 }] });
    const checkpoint = settled(recording);
    const { weights, blue, green } = recordedApplication(checkpoint, "web");
    assert.deepEqual(weights, { blue: 100, green: 0 });
    assert.deepEqual([blue?.replicas, blue?.ready], [3, true]);
    assert.deepEqual([green?.replicas, green?.ready], [0, false]);
    assert.equal(recordedCluster(checkpoint), "unknown");
  });

  it("keeps what every other resource declared", () => {
    const map = configMap("a", { x: "1" });
    assert.deepEqual(settled(recordingOf(map)), {
      [urnOf(configMapType, "a")]: { type: configMapType, outputs: map.inputs },
    });
  });

  it("takes a Deployment that says no number of pods for one of one, as Kubernetes does", () => {
    const one = deployment("web-blue");
    const status = { observedGeneration: 1, readyReplicas: 1, updatedReplicas: 1 };
    assert.deepEqual(settled(recordingOf(one))[one.urn]?.outputs, { ...one.inputs, status });
  });

  it("lets the same program be steady: it declares the same again, and has nothing to say", async () => {
    const first = await declare();
    const again = await declare({ checkpoint: settled(first) });
    const inputs = ({ resources }: typeof first) => resources.map(({ urn, inputs }) => [urn, inputs]);
    assert.deepEqual(inputs(again), inputs(first));
    assert.deepEqual(again.messages, []);
  });
});

describe("ciphertextNote", () => {
  const config = (secrets: Readonly<Record<string, string>>, more = "") => {
    const all = Object.entries(secrets).map(([name, text]) => `${name}: { secure: ${text} }`);
    return mergeStackFiles(
      "name: turnout",
      `config: { overrides: { web: { secrets: { ${all.join(", ")} } } }${more} }`,
    );
  };
  const names =
    "Secrets stand by their ciphertext: names of releases and Secrets are not those of the update";
  const again = (...paths: string[]) =>
    `${names}, and what was encrypted again counts as changed, even if its value is the same: ${paths.join(", ")}.`;

  it("is none where the head has no secret", () => {
    for (const base of [undefined, config({}), config({ A: "v1:a" })])
      assert.equal(ciphertextNote(base, config({}, ", domain: shop.example")), undefined);
  });

  it("says that names are others where secrets are as they were, new or gone", () => {
    for (const base of [undefined, config({}), config({ A: "v1:a" }), config({ A: "v1:a", B: "v1:b" })])
      assert.equal(ciphertextNote(base, config({ A: "v1:a" })), `${names}.`);
  });

  it("names what was encrypted again", () => {
    assert.equal(
      ciphertextNote(
        config({ A: "v1:a", B: "v1:b", C: "v1:c" }),
        config({ A: "v1:x", B: "v1:b", C: "v1:y" }),
      ),
      again("turnout:overrides.web.secrets.A", "turnout:overrides.web.secrets.C"),
    );
    const list = (text: string) =>
      mergeStackFiles("name: turnout", `config: { applications: [{ secrets: { A: { secure: ${text} } } }] }`);
    assert.equal(ciphertextNote(list("v1:a"), list("v1:b")), again("turnout:applications[0].secrets.A"));
    const whole = (text: string) =>
      mergeStackFiles("name: turnout", `config: { domain: { secure: ${text} } }`);
    assert.equal(ciphertextNote(whole("v1:a"), whole("v1:b")), again("turnout:domain"));
  });

  it("leaves out secrets of other programs' settings", () => {
    const other = (text: string) =>
      mergeStackFiles("name: turnout", `config: { aws:token: { secure: ${text} } }`);
    assert.equal(ciphertextNote(other("v1:a"), other("v1:b")), undefined);
  });
});
