import assert from "node:assert/strict";
import { PLATFORM_NAMESPACES } from "../../../naming/reserved";
import { isHidden, type Recording } from "../../../program/recording";
import { declareOnAws, github, wholePlatform } from "../on-aws";
import { inside, ofKind, the } from "../declared";

describe("a platform on AWS", () => {
  let whole: Recording;
  let least: Recording;
  before(async () => {
    whole = await wholePlatform();
    least = await declareOnAws({ stack: "platform", settings: { "turnout:role": "platform" } });
  });

  it("makes everything through two explicit providers", () => {
    const known = [the(whole, "aws", "aws").urn, the(whole, "kubernetes", "cluster").urn];
    for (const { urn, type, provider } of whole.resources)
      if (!type.startsWith("pulumi:providers:") && type !== "eks:index:Cluster")
        assert.ok(known.includes(provider ?? ""), `${urn} by ${provider ?? "a default provider"}`);
  });

  it("names the version of CoreDNS: its cluster's own, or the one in the settings", async () => {
    const version = (platform: Recording) =>
      inside(the(platform, "Cluster", "cluster"), "corednsAddonOptions", "version");
    const platform = (more: object) =>
      declareOnAws({ stack: "platform", aws: more, settings: { "turnout:role": "platform" } });
    assert.equal(version(whole), "v1.13.2-eksbuild.31");
    assert.equal(version(await platform({ version: "1.36" })), "v1.14.3-eksbuild.23");
    assert.equal(
      version(await platform({ version: "1.36", corednsVersion: "v1.14.6-eksbuild.4" })),
      "v1.14.6-eksbuild.4",
    );
  });

  it("has one profile for all environments, by the pattern of the map", () => {
    const selectors = inside(the(whole, "FargateProfile", "environments"), "selectors");
    assert.deepEqual(selectors, [{ namespace: "smallcase-*" }]);
  });

  it("lets alarms of CI tell the topic of its settings, and nothing where there is none", async () => {
    const alarmTopic = "arn:aws:sns:eu-central-1:111122223333:alarms";
    const told = await declareOnAws({
      stack: "platform",
      aws: { ...github, alarmTopic },
      settings: { "turnout:role": "platform" },
    });
    const conditionOf = (platform: Recording) => {
      const document = inside(the(platform, "Policy", "environment-deploy"), "policy") as string;
      const { Statement } = JSON.parse(document) as { Statement: { Sid: string; Condition?: object }[] };
      return Statement.find(({ Sid }) => Sid === "PutAlarms")?.Condition;
    };
    assert.deepEqual(conditionOf(told), {
      "ForAllValues:StringEquals": { "cloudwatch:AlarmActions": alarmTopic },
    });
    assert.deepEqual(conditionOf(whole), {
      "ForAllValues:StringNotLike": { "cloudwatch:AlarmActions": "*" },
    });
  });

  it("has namespaces of its own that the map knows of, and one for the Gateways", () => {
    const names = ofKind(whole, "Namespace").map((namespace) => inside(namespace, "metadata", "name"));
    assert.deepEqual(names.sort(), [...PLATFORM_NAMESPACES, "turnout-gateway"].sort());
  });

  it("keeps a repository for each application that is built here", () => {
    assert.deepEqual(
      ofKind(whole, "Repository").map(({ inputs }) => inputs.name),
      ["smallcase/web"],
    );
  });

  it("opens a Gateway for each name in the settings, over HTTPS with the domain", () => {
    assert.deepEqual(
      ofKind(whole, "Gateway").map(({ name }) => name),
      ["shared", "shared-2"],
    );
    const listeners = inside(the(whole, "Gateway", "shared"), "spec", "listeners") as { name: string }[];
    assert.deepEqual(listeners.map(({ name }) => name).sort(), ["http", "https"]);
    const [wildcard] = ofKind(whole, "Record").filter(({ name }) => name === "wildcard");
    assert.deepEqual(
      [wildcard?.inputs.name, wildcard?.inputs.records],
      ["*.shop.example", ["(address of shared)"]],
    );
  });

  it("is whole without a domain, GitHub or Jenkins: plain HTTP, and nobody but people gets in", () => {
    assert.deepEqual([...ofKind(least, "Certificate"), ...ofKind(least, "Record")], []);
    const listeners = inside(the(least, "Gateway", "shared"), "spec", "listeners") as { protocol: string }[];
    assert.deepEqual(
      listeners.map(({ protocol }) => protocol),
      ["HTTP"],
    );
    assert.deepEqual(inside(the(least, "Cluster", "cluster"), "accessEntries"), {});
    assert.deepEqual(
      ofKind(least, "OpenIdConnectProvider").map(({ name }) => name),
      ["cluster"],
    );
    assert.equal(ofKind(least, "NatGateway").length, 1);
    assert.deepEqual(ofKind(least, "VpcEndpoint"), []);
  });

  it("keeps what holds data, and what every environment stands on, from being deleted", () => {
    const isProtected = (kind: string, name: string) => the(whole, kind, name).protect;
    for (const [kind, name] of [
      ["Key", "secrets"],
      ["Key", "registry"],
      ["Repository", "smallcase/web"],
      ["LogGroup", "pods"],
      ["LogGroup", "cluster"],
      ["Gateway", "shared"],
      ["Gateway", "shared-2"],
      ["Namespace", "gateways"],
    ] as const)
      assert.equal(isProtected(kind, name), true, `${kind} ${name}`);
    // Pulumi's own protection would reach the access entries, which come and go.
    const cluster = the(whole, "Cluster", "cluster");
    assert.deepEqual([cluster.protect, inside(cluster, "deletionProtection")], [false, true]);
  });

  it("may all be deleted once the settings say so, and is for AWS as well", async () => {
    const unprotected = await declareOnAws({
      stack: "platform",
      settings: { "turnout:role": "platform", "turnout:protect": "false" },
    });
    assert.deepEqual(
      unprotected.resources.filter((one) => one.protect).map(({ urn }) => urn),
      [],
    );
    assert.equal(inside(the(unprotected, "Cluster", "cluster"), "deletionProtection"), false);
    const locks = (platform: Recording) =>
      ofKind(platform, "Repository").map(({ inputs }) => inputs.forceDelete ?? false);
    assert.deepEqual([locks(whole), locks(unprotected)], [[false], [true]]);
    assert.deepEqual(
      unprotected.resources.map(({ urn }) => urn),
      least.resources.map(({ urn }) => urn),
    );
  });

  it("has its logs routed before the first pod of its own", () => {
    // Fargate reads the ConfigMap when a pod starts, and never again (docs/facts.md#fargate-logs).
    assert.ok(the(whole, "ConfigMap", "aws-logging"));
    const namespace = inside(the(whole, "Namespace", "aws-observability"), "metadata", "labels");
    assert.equal((namespace as Record<string, string>)["aws-observability"], "enabled");
  });

  it("holds no secret in what it declares", () => {
    for (const { urn, inputs } of whole.resources)
      for (const value of Object.values(inputs)) assert.equal(isHidden(value), false, urn);
  });
});
