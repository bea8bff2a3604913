import assert from "node:assert/strict";
import { compare } from "../../diff/compare";
import type { Declared } from "../../program/recording";
import {
  configMap,
  configMapType,
  declared,
  deployment,
  place,
  provider,
  providerUrn,
  recordingOf,
  route,
  routeType,
  urnOf,
} from "./resources";

const changes = (base: readonly Declared[], head: readonly Declared[]) =>
  compare(recordingOf(...base), recordingOf(...head));
const told = (base: readonly Declared[], head: readonly Declared[]) =>
  changes(base, head).map(({ op, name, impact }) => `${op} ${name} ${impact}`);

const mutable = provider("one", { enableConfigMapMutable: true });

describe("compare", () => {
  it("finds nothing between equal recordings, in whatever order they are", () => {
    const [a, b] = [configMap("a"), deployment("b", { replicas: 1 })];
    assert.deepEqual(changes([a, b], [b, a]), []);
  });

  it("tells what is new, changed and gone, with what differs", () => {
    const base = [mutable, configMap("gone"), configMap("kept", { x: "1" })];
    const head = [mutable, configMap("kept", { x: "2" }), configMap("new")];
    assert.deepEqual(changes(base, head), [
      {
        urn: urnOf(configMapType, "gone"),
        type: configMapType,
        name: "gone",
        op: "delete",
        impact: "none",
        differences: [],
      },
      {
        urn: urnOf(configMapType, "kept"),
        type: configMapType,
        name: "kept",
        op: "update",
        impact: "none",
        differences: [{ path: "data.x", before: "1", after: "2", replaces: false }],
      },
      {
        urn: urnOf(configMapType, "new"),
        type: configMapType,
        name: "new",
        op: "create",
        impact: "none",
        differences: [],
      },
    ]);
  });

  it("never shows the same object under another URN as created: it is replaced", () => {
    const renamed = declared(configMapType, "other", place("a"));
    assert.deepEqual(changes([declared(configMapType, "one", place("a"))], [renamed]), [
      {
        urn: urnOf(configMapType, "other"),
        type: configMapType,
        name: "other",
        op: "replace",
        impact: "none",
        differences: [
          {
            path: "urn",
            before: urnOf(configMapType, "one"),
            after: urnOf(configMapType, "other"),
            replaces: true,
          },
        ],
      },
    ]);
  });

  it("takes an alias for the same resource: nothing is replaced", () => {
    const base = [declared(configMapType, "one", place("a"))];
    const aliases = [urnOf(configMapType, "one")];
    assert.deepEqual(changes(base, [declared(configMapType, "other", place("a"), { aliases })]), []);
    // Also of what has no place in a cluster.
    const bucket = "aws:s3/bucket:Bucket";
    const renamed = declared(bucket, "new", {}, { aliases: [urnOf(bucket, "old")] });
    assert.deepEqual(changes([declared(bucket, "old")], [renamed]), []);
  });

  it("doesn't take an object of another kind or namespace for the same", () => {
    const base = [declared(configMapType, "one", place("a"))];
    const elsewhere = { metadata: { name: "a", namespace: "other" } };
    assert.deepEqual(told(base, [declared(configMapType, "two", elsewhere)]), [
      "delete one none",
      "create two none",
    ]);
    assert.deepEqual(told(base, [deployment("a")]), ["create a none", "delete one none"]);
  });

  it("doesn't see what the engine is told to ignore", () => {
    const template = (image: string) => ({ template: { image }, replicas: 1 });
    const frozen = { ignoreChanges: ["spec.template"] };
    const base = [deployment("web", template("1"))];
    assert.deepEqual(changes(base, [deployment("web", template("2"), frozen)]), []);
    assert.deepEqual(told(base, [deployment("web", template("2"))]), ["update web none"]);
  });

  it("replaces a ConfigMap whose provider isn't told to change it in place", () => {
    const [base, head] = [configMap("c", { x: "1" }), configMap("c", { x: "2" })];
    assert.deepEqual(told([provider("one"), base], [provider("one"), head]), ["replace c none"]);
    assert.deepEqual(told([mutable, base], [mutable, head]), ["update c none"]);
  });

  it("replaces where a property can't change in place, and where the program says so", () => {
    const base = [mutable, deployment("web", { selector: "a" }), configMap("c", { x: "1" })];
    const head = [
      mutable,
      deployment("web", { selector: "b" }),
      configMap("c", { x: "2" }, { replaceOnChanges: ["data.x"] }),
    ];
    assert.deepEqual(told(base, head), ["replace web none", "replace c none"]);
  });

  it("replaces everything behind a provider that leads to another cluster", () => {
    const objects = [configMap("a"), declared("kubernetes:core/v1:Namespace", "n", place("n"))];
    const bystander = declared(
      "aws:s3/bucket:Bucket",
      "b",
      {},
      { provider: "urn:pulumi:dev::turnout::aws::p" },
    );
    const found = changes([provider("c1"), bystander, ...objects], [provider("c2"), bystander, ...objects]);
    assert.deepEqual(
      found.map(({ op, name, impact }) => `${op} ${name} ${impact}`),
      ["replace n data", "replace a none", "replace cluster none"],
    );
    assert.deepEqual(found[1]?.differences, [
      { path: "provider", before: providerUrn, after: providerUrn, replaces: true },
    ]);
  });

  it("marks as traffic what the base's route gives weight to, and nothing else", () => {
    const pods = (replicas: number, image: string) => [
      deployment("web-blue", { replicas, template: { image } }),
      deployment("web-green", { replicas, template: { image } }),
    ];
    assert.deepEqual(told([route(100, 0), ...pods(1, "1")], [route(100, 0), ...pods(1, "2")]), [
      "update web-blue traffic",
      "update web-green none",
    ]);
    assert.deepEqual(told([route(100, 0)], [route(0, 100)]), ["update web traffic"]);
    assert.deepEqual(told([route(100, 0), ...pods(1, "1")], []), [
      "delete web-blue traffic",
      "delete web traffic",
      "delete web-green none",
    ]);
  });

  it("knows what belongs to a serving color by its labels, where its name tells more", () => {
    const secret = (color: string) =>
      declared("kubernetes:core/v1:Secret", `web-${color}`, {
        metadata: {
          name: `web-${color}-0a1b2c3d4e`,
          namespace: "shop",
          labels: { "turnout.dev/application": "web", "turnout.dev/color": color },
        },
      });
    const secrets = [secret("blue"), secret("green")];
    assert.deepEqual(told([route(100, 0), ...secrets], [route(100, 0)]), [
      "delete web-blue traffic",
      "delete web-green none",
    ]);
  });

  it("takes what only a preview's hostname leads to for idle", () => {
    const { inputs } = route(0, 100);
    const preview = declared(routeType, "web--preview", { ...inputs, ...place("web--preview") });
    const base = [route(100, 0), preview, deployment("web-green", { template: "1" })];
    assert.deepEqual(told(base, [route(100, 0), deployment("web-green", { template: "2" })]), [
      "update web-green none",
      "delete web--preview none",
    ]);
  });

  it("puts the worst first, then goes by URN, whatever the order of the recordings", () => {
    const base = [
      declared("kubernetes:core/v1:Namespace", "home", place("home")),
      configMap("b"),
      route(100, 0),
      configMap("a"),
    ];
    const expected = ["delete home data", "delete web traffic", "delete a none", "delete b none"];
    assert.deepEqual(told(base, []), expected);
    assert.deepEqual(told([...base].reverse(), []), expected);
  });

  describe("of what AWS has to make again", () => {
    const vpc = (cidrBlock: string) => declared("aws:ec2/vpc:Vpc", "network", { cidrBlock });
    const subnet = declared("aws:ec2/subnet:Subnet", "private-a", {
      vpcId: "network",
      cidrBlock: "10.0.0.0/18",
    });
    const profile = declared("aws:eks/fargateProfile:FargateProfile", "platform", {
      subnetIds: ["private-a"],
      selectors: [{ namespace: "turnout" }],
    });
    const gateway = declared("aws:ec2/internetGateway:InternetGateway", "network", { vpcId: "network" });

    it("follows who refers to it, and who refers to that", () => {
      const others = [profile, gateway, subnet];
      const found = changes([vpc("10.0.0.0/16"), ...others], [vpc("10.1.0.0/16"), ...others]);
      assert.deepEqual(
        found.map(({ op, type, impact, differences }) => [
          op,
          type.split(":").at(-1),
          impact,
          differences.map(({ path, after }) => `${path}: ${JSON.stringify(after)}`).join(),
        ]),
        [
          ["update", "InternetGateway", "traffic", 'vpcId: "network (made again)"'],
          ["replace", "Subnet", "traffic", 'vpcId: "network (made again)"'],
          ["replace", "Vpc", "traffic", 'cidrBlock: "10.1.0.0/16"'],
          ["replace", "FargateProfile", "traffic", 'subnetIds[0]: "private-a (made again)"'],
        ],
      );
    });

    it("leaves alone who only has the same name, and who is new", () => {
      const table = declared("aws:ec2/routeTable:RouteTable", "private-a", { vpcId: "other" });
      const route = declared("aws:ec2/route:Route", "r", { routeTableId: "private-a" });
      const wide = { ...subnet, inputs: { ...subnet.inputs, cidrBlock: "10.0.0.0/17" } };
      const found = changes([subnet, table, route], [wide, table, route, profile]);
      assert.deepEqual(
        found.map(({ op, name, differences }) => [op, name, differences.length]),
        [
          ["replace", "private-a", 1],
          ["create", "platform", 0],
        ],
      );
      assert.equal(found[1]?.detail, "pods in turnout");
    });
  });

  it("tells of what comes and goes what it is, and of what changes what differs", () => {
    const subnet = (name: string, cidrBlock: string) =>
      declared("aws:ec2/subnet:Subnet", name, { cidrBlock, availabilityZone: "a" });
    const found = changes(
      [subnet("gone", "10.0.0.0/24"), subnet("kept", "10.0.1.0/24")],
      [subnet("kept", "10.0.2.0/24"), subnet("new", "10.0.3.0/24")],
    );
    assert.deepEqual(
      found.map(({ op, detail }) => [op, detail]),
      [
        ["delete", "10.0.0.0/24 in a"],
        ["replace", undefined],
        ["create", "10.0.3.0/24 in a"],
      ],
    );
  });

  it("sees nothing in a policy whose order alone changed, and each action that did", () => {
    const policy = (...Action: string[]) =>
      declared("aws:iam/policy:Policy", "p", {
        policy: JSON.stringify({ Statement: [{ Sid: "A", Action }] }),
      });
    assert.deepEqual(changes([policy("x", "y")], [policy("y", "x")]), []);
    assert.deepEqual(changes([policy("x", "y")], [policy("y", "z", "x")])[0]?.differences, [
      { path: "policy.Statement[A].Action", before: undefined, after: "z", inSet: true, replaces: false },
    ]);
  });
});
