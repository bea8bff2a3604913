import assert from "node:assert/strict";
import { branches } from "../../../branches";
import { explainUnknownStack } from "../../../naming/environment";
import type { Recording } from "../../../program/recording";
import { declare, inside, ofKind, the, web } from "../declared";

const api = { ...web, name: "api", replicas: 3, resources: { cpu: "1", memory: "1Gi" } };

describe("an environment", () => {
  let recording: Recording;
  before(async () => {
    recording = await declare({ applications: [web, api] });
  });

  it("holds exactly these resources for each application and color", () => {
    assert.deepEqual(
      recording.resources.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`).sort(),
      [
        ...["api", "web"].flatMap((application) => [
          `HTTPRoute ${application}`,
          `HTTPRoute ${application}--preview`,
          ...["Deployment", "PodDisruptionBudget", "Secret", "Service"].flatMap((kind) => [
            `${kind} ${application}-blue`,
            `${kind} ${application}-green`,
          ]),
        ]),
        "LimitRange environment",
        "Namespace environment",
        "ResourceQuota environment",
        "kubernetes cluster",
      ].sort(),
    );
  });

  it("makes everything through the one explicit provider", () => {
    const provider = the(recording, "kubernetes", "cluster");
    for (const { urn, provider: used } of recording.resources)
      if (urn !== provider.urn) assert.equal(used, provider.urn, urn);
  });

  it("has a provider that knows its cluster and takes over what is there", () => {
    assert.deepEqual(the(recording, "kubernetes", "cluster").inputs, {
      clusterIdentifier: "unknown", // offline, and nothing is recorded
      upsertExistingObjects: "true",
    });
  });

  it("keeps to the cluster that is recorded", async () => {
    const outputs = { clusterIdentifier: "c1" };
    const checkpoint = { "urn:p": { type: "pulumi:providers:kubernetes", outputs } };
    const provider = the(await declare({ checkpoint }), "kubernetes", "cluster");
    assert.equal(inside(provider, "clusterIdentifier"), "c1");
  });

  it("puts everything into the namespace of its branch, with the standard labels", () => {
    const namespace = the(recording, "Namespace", "environment");
    assert.equal(inside(namespace, "metadata", "name"), "smallcase-develop");
    for (const resource of recording.resources) {
      if (resource.type.endsWith(":kubernetes")) continue;
      if (resource !== namespace)
        assert.equal(inside(resource, "metadata", "namespace"), "smallcase-develop", resource.urn);
      const labels = inside(resource, "metadata", "labels") as Record<string, string>;
      const { "app.kubernetes.io/part-of": product, "app.kubernetes.io/instance": instance } = labels;
      assert.deepEqual([product, instance], ["smallcase", "smallcase-develop"], resource.urn);
      assert.equal(labels["turnout.dev/stack"], "dev", resource.urn);
      assert.equal(labels["app.kubernetes.io/managed-by"], "Pulumi", resource.urn);
    }
  });

  it("lets the namespace refuse whatever breaks Pod Security restricted", () => {
    const labels = inside(the(recording, "Namespace", "environment"), "metadata", "labels");
    const { "pod-security.kubernetes.io/enforce": enforce } = labels as Record<string, string>;
    assert.equal(enforce, "restricted");
  });

  it("gives a container that asks for nothing the smallest size", () => {
    assert.deepEqual(inside(the(recording, "LimitRange", "environment"), "spec", "limits"), [
      {
        type: "Container",
        default: { cpu: "250m", memory: "256Mi" },
        defaultRequest: { cpu: "250m", memory: "256Mi" },
      },
    ]);
  });

  it("may ask for both colors of every application at full size, and for one of the two once more", () => {
    // web: 3 times 1 pod, api: 3 times 3
    assert.deepEqual(inside(the(recording, "ResourceQuota", "environment"), "spec", "hard"), {
      pods: "12",
      "requests.cpu": `${3 * 250 + 9 * 1000}m`,
      "limits.cpu": `${3 * 250 + 9 * 1000}m`,
      "requests.memory": `${3 * 256 + 9 * 1024}Mi`,
      "limits.memory": `${3 * 256 + 9 * 1024}Mi`,
    });
  });

  it("answers for its first application at the environment's own host, for others under it", () => {
    assert.deepEqual(
      ["web", "api"].map((name) => inside(the(recording, "HTTPRoute", name), "spec", "hostnames")),
      [["smallcase-develop.shop.example"], ["smallcase-develop--api.shop.example"]],
    );
  });

  it("answers for what was released last at a preview hostname of each application", () => {
    assert.deepEqual(
      ["web--preview", "api--preview"].map((name) =>
        inside(the(recording, "HTTPRoute", name), "spec", "hostnames"),
      ),
      [["smallcase-develop--preview.shop.example"], ["smallcase-develop--api--preview.shop.example"]],
    );
  });

  it("says in a sentence where no branch has such a stack", async () => {
    await assert.rejects(declare({ stack: "nowhere" }), {
      name: "Error",
      message: explainUnknownStack("nowhere", branches),
    });
  });

  it("is refused with every problem of its settings", async () => {
    await assert.rejects(declare({ applications: [{ ...web, port: 0, image: "web" }] }), {
      name: "Error",
      message: [
        "2 settings are wrong in stack dev; nothing was changed:",
        "  turnout:applications[0].port is 0: must be a whole number from 1 to 65535; set the port that the container listens on.",
        `  turnout:applications[0].image is "web": must always mean the same image, by a digest or a tag other than latest; write it as registry/name:1.4.2 or registry/name@sha256:….`,
      ].join("\n"),
    });
  });
});

describe("a platform", () => {
  it("holds a namespace and a protected Gateway that routes of all namespaces attach to, and nothing else", async () => {
    const recording = await declare({ stack: "platform", settings: { "turnout:role": "platform" } });
    assert.deepEqual(recording.resources.map(({ type }) => type).sort(), [
      "kubernetes:core/v1:Namespace",
      "kubernetes:gateway.networking.k8s.io/v1:Gateway",
      "pulumi:providers:kubernetes",
    ]);
    const gateway = the(recording, "Gateway", "platform");
    assert.equal(gateway.protect, true);
    assert.deepEqual(gateway.inputs.spec, {
      gatewayClassName: "traefik",
      listeners: [
        { name: "http", protocol: "HTTP", port: 80, allowedRoutes: { namespaces: { from: "All" } } },
      ],
    });
    assert.equal(ofKind(recording, "Namespace")[0]?.provider, the(recording, "kubernetes", "cluster").urn);
  });
});
