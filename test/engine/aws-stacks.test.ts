import assert from "node:assert/strict";
import { account, gateway, type AwsStack } from "./aws-stack";
import { AwsStacks } from "./aws-stacks";
import { pushedImages } from "./aws-registry";
import { stepsOf } from "./branch";
import type { Outcome } from "./outcome";
import { at } from "./kubernetes-rules";
import { lookups } from "../components/platform/aws-calls";

/** The folder of the application that comes with the project, and one whose content makes another image. */
const built = (folder: string) => ({
  applications: [
    {
      name: "web",
      image: "localhost/smallcase",
      build: folder,
      port: 8080,
      probes: { readiness: { path: "/readyz" }, liveness: { path: "/healthz" } },
    },
  ],
});

const kinds = ({ changes }: Outcome) => [...new Set(changes.map(({ op }) => op))].sort();
/** All but what is read every time: the platform's outputs. */
const changed = ({ changes }: Outcome) => changes.filter(({ op }) => op !== "read");
const asked = ({ calls }: Outcome, name: string) =>
  calls.filter(({ method, type }) => method === "invoke" && type.endsWith(`:${name}`));

describe("a platform on AWS and its environments, on the real engine", () => {
  let stacks: AwsStacks;
  let platform: AwsStack;
  let dev: AwsStack;
  let pr: AwsStack;
  let prod: AwsStack;
  const saved: Record<"nothing" | "platform" | "environments", () => void> = {} as never;
  /** Result of the first update of each environment. */
  const first = new Map<string, Outcome>();
  const aws = () => stacks.simulation.clouds.aws ?? assert.fail();
  const inDev = () => stacks.simulation.kubernetes.list().filter(({ id }) => id.startsWith(dev.namespace));

  before(async () => {
    stacks = await AwsStacks.start();
    platform = stacks.platform;
    dev = await stacks.environment("dev");
    pr = await stacks.environment("pr-x");
    prod = await stacks.environment("prod", { gateway: { ...gateway, own: true } });
    saved.nothing = stacks.simulation.save();
    await platform.brought();
    saved.platform = stacks.simulation.save();
    for (const stack of [dev, pr, prod]) first.set(stack.name, await stack.brought());
    saved.environments = stacks.simulation.save();
  });
  after(() => stacks.close());

  /** Refused before the first step, with this sentence and no stack trace. */
  const assertRefused = ({ ok, errors, steps }: Outcome, sentence: string) => {
    assert.equal(ok, false);
    assert.ok(errors.endsWith(`error: ${sentence}`), errors);
    assert.doesNotMatch(errors, /\n\s+at /);
    assert.deepEqual(steps, []);
  };

  describe("while nothing is there", () => {
    beforeEach(() => saved.nothing());

    it("previews the platform as creations only", async () => {
      const outcome = await platform.preview();
      assert.equal(outcome.errors, "");
      assert.deepEqual(kinds(outcome), ["create"]);
      for (const type of ["aws:eks/cluster:Cluster", "kubernetes:gateway.networking.k8s.io/v1:Gateway"])
        assert.ok(
          outcome.changes.some((change) => change.type === type),
          type,
        );
      assert.deepEqual(outcome.steps, []);
    });

    for (const [title, name] of [
      ["is empty", "platform"],
      ["is not there", "elsewhere"],
    ] as const)
      it(`refuses an environment whose platform's stack ${title}`, async () => {
        await dev.configure({ platform: name });
        const sentence =
          `Platform ${name} has no cluster yet, so there is nowhere to put this environment: bring it up first with ` +
          `\`pulumi up --stack ${name}\`, or set turnout:platform to local.`;
        assertRefused(await dev.up(), sentence);
        assertRefused(await dev.preview(), sentence);
      });
  });

  describe("on a platform", () => {
    beforeEach(() => saved.platform());

    it("leaves the platform as it is in a second update", async () => {
      assert.deepEqual((await platform.brought()).changes, []);
    });

    it("previews an environment without looking for target groups that are not made yet", async () => {
      const outcome = await dev.preview();
      assert.equal(outcome.errors, "");
      assert.deepEqual(kinds(outcome), ["create", "read"]);
      assert.ok(changed(outcome).some(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm"));
      assert.deepEqual(asked(outcome, "getTargetGroup"), []);
    });

    it("makes its alarms of the target groups that the controller made for its routes", async () => {
      const outcome = await dev.brought();
      const names = new Set(asked(outcome, "getTargetGroup").map(({ inputs }) => String(inputs.name)));
      assert.equal(names.size, 2);
      const alarm = outcome.steps.find(({ name }) => name === "web-healthy-hosts");
      for (const name of names) assert.ok(JSON.stringify(alarm?.inputs).includes(`targetgroup/${name}/`));
    });

    it("makes the first pods only once the controller has bound their Service: they get readiness gates then", async () => {
      const { witness } = stacks;
      witness.looks.length = 0;
      witness.bindingLooks = 2;
      const outcome = await dev.brought();
      const [steps, blue] = [stepsOf(outcome), `${dev.namespace}/web-blue`];
      assert.deepEqual(witness.looks, Array(3).fill({ id: blue, pods: false }));
      assert.ok(steps.indexOf("create HTTPRoute web") < steps.indexOf("create Deployment web-blue"));
    });

    it("makes no pod that the load balancer would send nothing to, and goes on once that is mended", async () => {
      const { witness } = stacks;
      witness.bindingLooks = Infinity;
      await dev.configure({ overrides: { web: { readyTimeoutSeconds: 5 } } });
      const { errors } = await dev.up();
      witness.bindingLooks = 0;
      assert.match(
        errors,
        /^error: before hook "web-blue-before-change" failed: No pod of web-blue was made, for the load balancer would send it no request: after 5 s its controller has bound 0 of 2 routes\./m,
      );
      assert.equal(dev.now().blue, undefined);
      await dev.configure();
      await dev.brought();
      assert.equal(dev.now().blue?.ready, true);
    });

    it("refuses credentials of another account than the settings say", async () => {
      await dev.configure({ aws: { ...account, account: "999900001111" } });
      const { ok, errors, steps } = await dev.up();
      assert.equal(ok, false);
      assert.match(errors, /AWS account ID not allowed: 111122223333/);
      assert.deepEqual(steps, []);
    });

    it("completes an environment whose first update was killed before its routes led anywhere", async () => {
      const { killed } = await dev.up({
        faults: [
          {
            at: ({ name, step }) => step !== undefined && name === "web--preview",
            when: "before",
            do: "kill",
          },
        ],
      });
      assert.ok(killed);
      await dev.engine.cancel();
      assert.equal((await dev.preview()).errors, "");
      await dev.brought();
      assert.deepEqual(changed(await dev.brought()), []);
    });
  });

  describe("with environments", () => {
    beforeEach(() => saved.environments());

    it("leaves each as it is in a second update", async () => {
      for (const stack of [dev, pr, prod]) assert.deepEqual(changed(await stack.brought()), [], stack.name);
    });

    it("looks up in a preview what CI's roles may, and no version that floats", async () => {
      for (const [stack, known] of [
        [platform, lookups.platform],
        [prod, lookups.environment],
      ] as const) {
        const { calls, errors } = await stack.preview();
        assert.equal(errors, "");
        const tokens = calls.filter((call) => call.method === "invoke" && call.package === "aws");
        assert.ok(tokens.length > 0, stack.name);
        for (const { type } of tokens) assert.ok(type in known, `${stack.name}: ${type}`);
      }
    });

    it("serves each in its namespace, at the shared Gateway or at its own", () => {
      assert.deepEqual(
        [dev, pr, prod].map((stack) => stack.gateway()),
        ["turnout-gateway/shared", "turnout-gateway/shared", "smallcase-blue/own"],
      );
      for (const stack of [dev, pr, prod])
        assert.deepEqual([stack.now().weights, stack.now().blue?.ready], [{ blue: 100, green: 0 }, true]);
    });

    it("built the image once, and runs it everywhere", () => {
      const images = pushedImages(aws());
      assert.equal(images.length, 1);
      const builders = [...first].filter(([, { steps }]) =>
        steps.some(({ type }) => type.endsWith(":Image")),
      );
      assert.deepEqual(
        builders.map(([name]) => name),
        ["dev"],
      );
      for (const stack of [dev, pr, prod]) {
        const id = `${stack.namespace}/web-blue`;
        const workload = stacks.simulation.kubernetes.find("kubernetes:apps/v1:Deployment", id);
        const [container] = at(workload?.properties, "spec", "template", "spec", "containers") as object[];
        assert.ok(String(at(container, "image")).endsWith(`/${images[0]}`));
      }
    });

    it("builds what is new, releases it to the idle color, and goes back without building again", async () => {
      const old = dev.now().blue;
      await dev.configure(built("bin"));
      const release = await dev.brought();
      assert.deepEqual(stepsOf(release), [
        "update Image web",
        "update HTTPRoute web--preview",
        "update Deployment web-green",
        "update HTTPRoute web",
      ]);
      assert.deepEqual(dev.now().weights, { blue: 0, green: 100 });
      assert.deepEqual(dev.now().blue, old);
      assert.equal(pushedImages(aws()).length, 2);

      await dev.configure(built("app"));
      const back = await dev.brought();
      assert.deepEqual(stepsOf(back), ["update HTTPRoute web"]);
      assert.deepEqual(dev.now().weights, { blue: 100, green: 0 });
      assert.equal(pushedImages(aws()).length, 2);
    });

    it("touches no other environment with a release", async () => {
      const others = structuredClone(inDev());
      await pr.configure(built("bin"));
      await pr.brought();
      assert.deepEqual(pr.now().weights, { blue: 0, green: 100 });
      assert.deepEqual(inDev(), others);
    });

    it("refuses another account than the one it was made in", async () => {
      await dev.configure({ aws: { ...account, account: "999900001111" } });
      assertRefused(
        await dev.up(),
        "Stack dev belongs to account 111122223333, but turnout:aws.account is 999900001111; nothing was changed. " +
          "Set it back, or destroy the stack before you move it.",
      );
    });
  });
});
