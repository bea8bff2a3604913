import assert from "node:assert/strict";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import { Chart } from "@pulumi/kubernetes/helm/v4";
import * as pulumi from "@pulumi/pulumi";
import { environment as example } from "../../../docs/examples/environment";
import { compare } from "../../../diff/compare";
import { settled } from "../../../diff/settled";
import { partOf } from "../../../kinds/lookup";
import type { EnvironmentContext, EnvironmentFunction, EnvironmentValues } from "../../../turnout";
import { resourcesOf, verdict } from "../../policy/recorded";
import { type Declaration, declare, inside, names, releaseOf, the, web } from "../declared";
import { dependenciesOf } from "../dependencies";
import { declareOnAws } from "../on-aws";

class Thing extends pulumi.CustomResource {
  declare readonly url: pulumi.Output<string>;
  constructor(name: string, options: pulumi.CustomResourceOptions) {
    super("test:index:Thing", name, { url: undefined }, options);
  }
}

const giving =
  (values: EnvironmentValues): EnvironmentFunction =>
  () =>
    values;
const env = (values: Record<string, pulumi.Input<string>>) =>
  giving({ applications: { web: { env: values } } });
const thing: EnvironmentFunction = ({ parent }) => ({
  applications: { web: { env: { THING_URL: new Thing("thing", { parent }).url } } },
});

const container = ["spec", "template", "spec", "containers", 0, "env"] as const;
const variables = async (declaration: Declaration) => {
  const list = inside(the(await declare(declaration), "Deployment", "web-blue"), ...container);
  return Object.fromEntries(
    (list as unknown as { name: string; value?: string }[]).map(({ name, value }) => [name, value]),
  );
};
const refused = (environment: EnvironmentFunction, message: string, application: object = {}) =>
  assert.rejects(declare({ environment, applications: [{ ...web, ...application }] }), { message });

describe("a project's own resources", () => {
  it("are told all that an environment is", async () => {
    let seen: EnvironmentContext | undefined;
    const environment: EnvironmentFunction = (context) => {
      seen = context;
      return undefined;
    };
    await declare({ environment, stack: "pr-login" });
    const { parent, kubernetes, ...told } = seen ?? assert.fail();
    assert.ok(parent instanceof pulumi.ComponentResource);
    assert.ok(pulumi.ProviderResource.isInstance(kubernetes));
    assert.deepEqual(told, {
      stack: "pr-login",
      namespace: "smallcase-login",
      slug: "login",
      life: { removeAfterDays: 14 },
      labels: {
        "app.kubernetes.io/part-of": "smallcase",
        "app.kubernetes.io/instance": "smallcase-login",
        "app.kubernetes.io/managed-by": "Pulumi",
        "turnout.dev/stack": "pr-login",
      },
      isLocal: true,
      aws: undefined,
    });
    await declareOnAws({ environment });
    assert.equal(seen?.isLocal, false);
    assert.equal(pulumi.ProviderResource.isInstance(seen?.aws), true);
    assert.equal(seen?.slug, undefined);
  });

  it("are in the diff inside the environment, in its namespace, with its labels and a part of their own", async () => {
    const recording = await declareOnAws({ environment: example });
    const flags = the(recording, "ConfigMap", "flags");
    assert.match(flags.urn, /Environment\$turnout:environment:OwnResources\$kubernetes:core/);
    assert.equal(partOf(flags), "Own resources");
    assert.equal(inside(flags, "metadata", "namespace"), "smallcase-develop");
    assert.equal(inside(flags, "metadata", "labels", "app.kubernetes.io/part-of"), "smallcase");
    assert.match(the(recording, "Queue", "jobs").provider ?? "", /pulumi:providers:aws::aws$/);
    assert.match(flags.provider ?? "", /pulumi:providers:kubernetes::cluster$/);
    assert.deepEqual(verdict(resourcesOf(recording)), []);
  });

  it("may be a chart, whose objects are its own", async () => {
    const environment: EnvironmentFunction = ({ namespace, parent }) => {
      new Chart("cache", { chart: "oci://charts.example/cache", namespace }, { parent });
      return undefined;
    };
    const recording = await declare({
      environment,
      applications: [{ ...web, build: "app", image: "localhost/web" }],
    });
    assert.equal(inside(the(recording, "Chart", "cache"), "namespace"), "smallcase-develop");
    assert.deepEqual(verdict(resourcesOf(recording)), []);
  });

  it("keep the labels and the namespace that they name, which the policies then report", async () => {
    const recording = await declare({
      environment: ({ parent }) => {
        const metadata = { name: "x", namespace: "other", labels: { "app.kubernetes.io/part-of": "mine" } };
        new ConfigMap("x", { metadata }, { parent });
        return undefined;
      },
    });
    assert.equal(
      inside(the(recording, "ConfigMap", "x"), "metadata", "labels", "app.kubernetes.io/part-of"),
      "mine",
    );
    assert.deepEqual(
      verdict(resourcesOf(recording)).filter((one) => one.includes("ConfigMap")),
      [
        'own-namespace: ConfigMap x metadata.namespace is "other": must be smallcase-develop, as of all in this environment; set it to that.',
      ],
    );
  });

  it("come after the namespace and before the pods", async () => {
    const waitsFor = await dependenciesOf({ environment: thing });
    assert.ok(waitsFor("Thing", "thing").includes("Namespace environment"));
    assert.ok(waitsFor("Thing", "thing").includes("LimitRange environment"));
    for (const name of names) assert.ok(waitsFor("Deployment", name).includes("Thing thing"));
  });

  it("give variables and secrets to one application and to all", async () => {
    const both = { applications: [web, { ...web, name: "api" }] };
    const environment = giving({
      applications: {
        "*": { env: { A: "1" } },
        web: { env: { B: pulumi.output("2") }, secrets: { T: pulumi.secret("hunter2") } },
      },
    });
    const recording = await declare({ environment, ...both });
    const given = ["A", "B", "T"];
    const of = (name: string) =>
      (
        inside(the(recording, "Deployment", name), ...container) as unknown as {
          name: string;
          value?: string;
        }[]
      )
        .filter(({ name }) => given.includes(name))
        .map(({ name, value }) => [name, value]);
    assert.deepEqual(of("web-blue"), [
      ["A", "1"],
      ["B", "2"],
      ["T", undefined],
    ]);
    assert.deepEqual(of("api-blue"), [["A", "1"]]);
    assert.doesNotMatch(JSON.stringify(recording), /hunter2/);
  });

  it("make a release of a changed value, plain or secret, and none of the same one", async () => {
    const first = await declare({ environment: env({ A: "1" }) });
    const plan = async (environment: EnvironmentFunction) =>
      (await declare({ environment, checkpoint: settled(first) })).messages;
    assert.deepEqual(await plan(env({ A: "1" })), []);
    const [changed = ""] = await plan(env({ A: "2" }));
    assert.match(
      changed,
      /^web: release [0-9a-f]{10} goes to green; once it is Ready the traffic moves there/,
    );
    const [hidden = ""] = await plan(
      giving({ applications: { web: { env: { A: "1" }, secrets: { T: "x" } } } }),
    );
    assert.match(hidden, /goes to green/);
  });

  it("are no part of a name before they are there: a value of a resource gives a provisional one, and says so", async () => {
    const unknown =
      "web: THING_URL is known only in an update, which names the release by what it finds; where that is nothing new, there is none.";
    const first = await declare({ environment: thing });
    const release = releaseOf(first, "web-blue");
    assert.ok(typeof release === "string");
    assert.match(release, /^provisional-[0-9a-f]{10}$/);
    assert.deepEqual(first.messages, [`web: first release ${release}, on blue.`, unknown].sort());
    assert.equal((await variables({ environment: thing })).THING_URL, "(THING_URL, known in an update)");
    const again = await declare({ environment: thing, checkpoint: settled(first) });
    assert.deepEqual(again.messages, [unknown]);
    const before = await declare();
    const added = await declare({ environment: thing, checkpoint: settled(before) });
    assert.equal(added.messages[0], unknown);
    assert.match(added.messages[1] ?? "", /^web: release provisional-[0-9a-f]{10} goes to green/);
    assert.ok(compare(before, added).some(({ op, name }) => op === "create" && name === "thing"));
  });

  it("have room for pods of their own in the quota", async () => {
    const quota = async (declaration: Declaration) =>
      inside(
        the(await declare(declaration), "ResourceQuota", "environment"),
        "spec",
        "hard",
      ) as unknown as Record<string, string>;
    const without = await quota({});
    const room = { pods: 2, cpu: "500m", memory: "1Gi" };
    const more = await quota({ environment: giving({ room }) });
    assert.equal(Number(more.pods) - Number(without.pods), 2);
    assert.equal(parseInt(more["requests.cpu"] ?? "") - parseInt(without["requests.cpu"] ?? ""), 500);
    assert.equal(parseInt(more["limits.memory"] ?? "") - parseInt(without["limits.memory"] ?? ""), 1024);
  });

  it("are refused outside of the environment's component", async () => {
    await refused(() => {
      new Thing("astray", {});
      return undefined;
    }, "The project's environment function failed: test:index:Thing astray has no parent; declare it with { parent: context.parent }, so that it is made and removed with its environment.");
  });

  it("are refused as a value themselves, where nobody has types checked", async () => {
    await refused(
      ({ parent }) => ({
        applications: { web: { env: { THING: new Thing("thing", { parent }) as never } } },
      }),
      "environment().applications.web.env.THING is an object: must be text; write it as { DATABASE_PORT: pulumi.interpolate`${database.port}` }.",
    );
  });

  it("are refused in one sentence where their function fails", async () => {
    await refused(() => {
      throw new Error("no such\n  luck");
    }, "The project's environment function failed: no such luck");
    await refused(
      () => Promise.reject(new Error("later")),
      "The project's environment function failed: later",
    );
  });
});
