import assert from "node:assert/strict";
import { stillProtected } from "../../naming/reserved";
import { gateway, type AwsStack } from "./aws-stack";
import { AwsStacks } from "./aws-stacks";
import { stepsOf } from "./branch";
import type { Outcome } from "./outcome";
import { assertOrder } from "./step-order";

const CLUSTER = "aws:eks/cluster:Cluster";

describe("the end of a platform on AWS and of its environments, on the real engine", () => {
  let stacks: AwsStacks;
  let platform: AwsStack;
  let dev: AwsStack;
  let prod: AwsStack;
  let asItWas: () => void;

  before(async () => {
    stacks = await AwsStacks.start();
    platform = stacks.platform;
    dev = await stacks.environment("dev");
    prod = await stacks.environment("prod", { gateway: { ...gateway, own: true } });
    for (const stack of [platform, dev, prod]) await stack.brought();
    asItWas = stacks.simulation.save();
  });
  beforeEach(() => asItWas());
  after(() => stacks.close());

  const assertRefused = ({ ok, errors, steps }: Outcome, sentence: string) => {
    assert.equal(ok, false);
    const [first] = errors.split("\n");
    assert.equal(first, `error: ${sentence}`);
    assert.doesNotMatch(errors, /\n\s+at /);
    assert.deepEqual(steps, []);
  };
  const destroyed = async (stack: AwsStack) => {
    const outcome = await stack.destroy();
    assert.equal(outcome.errors, "");
    return stepsOf(outcome);
  };
  /** Removes the protection, as a person does before a platform may be destroyed. */
  const unprotected = async () => {
    await platform.configure({ protect: false });
    return platform.brought();
  };
  const hook = 'before hook "platform-may-go" failed: ';

  it("is refused for a platform that is protected, before anything goes, also when nobody is on it", async () => {
    const sentence = hook + stillProtected("platform");
    assertRefused(await platform.destroy(), sentence);
    await destroyed(dev);
    await destroyed(prod);
    assertRefused(await platform.destroy(), sentence);
  });

  it("is refused for a platform that environments are on, before anything goes", async () => {
    await unprotected();
    const sentence =
      `${hook}Platform platform still has 2 environments (smallcase-blue, smallcase-develop), which would lose their ` +
      "traffic and could never be removed cleanly; nothing was changed. Remove them first with `turnout destroy --stack …`.";
    assertRefused(await platform.destroy(), sentence);
    assert.deepEqual((await platform.brought()).changes, []);
  });

  it("is refused for a platform whose program isn't asked, before anything goes", async () => {
    const { ok, errors, steps } = await platform.engine.destroy();
    assert.equal(ok, false);
    const said =
      "error: Resource has delete hooks registered, but the program is not running. Hooks: platform-may-go";
    assert.ok(errors.split("\n").includes(said), errors);
    assert.deepEqual(steps, []);
  });

  it("is kept by AWS itself from a cluster until the platform is unprotected, which changes nothing in the cluster", async () => {
    const isKept = () =>
      stacks.simulation.clouds.aws?.find(CLUSTER, "turnout")?.properties.deletionProtection;
    assert.equal(isKept(), true);
    const { changes } = await unprotected();
    assert.equal(isKept(), false);
    assert.deepEqual(changes.map(({ op, type }) => `${op} ${type}`).sort(), [
      "update aws:ecr/repository:Repository",
      "update aws:eks/cluster:Cluster",
      "update eks:index:Cluster",
    ]);
    assert.deepEqual((await dev.brought()).steps, []);
  });

  it("takes an environment away with its own Gateway, which goes before what it works with", async () => {
    const steps = await destroyed(prod);
    assertOrder(
      steps,
      "delete HTTPRoute web",
      "delete TargetGroupConfiguration web-blue",
      "delete Gateway own",
      "delete LoadBalancerConfiguration own",
      "delete Namespace environment",
    );
    assert.deepEqual(
      stacks.left().filter((one) => one.includes(prod.namespace)),
      [],
    );
    assert.deepEqual((await dev.brought()).steps, []);
  });

  it("takes the platform away after its environments, what a Gateway's finalizer needs after the Gateway", async () => {
    await destroyed(dev);
    await destroyed(prod);
    await unprotected();
    const steps = await destroyed(platform);
    assert.equal(steps[0], "delete ConfigMap platform");
    const needed = [
      "delete RolePolicyAttachment aws-load-balancer-controller",
      "delete FargateProfile platform",
      "delete Addon cluster-coredns",
      "delete AccessEntry cluster-platform",
      "delete OpenIdConnectProvider cluster",
      "delete SecurityGroup environments",
    ];
    for (const last of needed)
      assertOrder(steps, "delete Gateway shared", "delete Release aws-load-balancer-controller", last);
    for (const wayOut of [
      "delete NatGateway nat-a",
      "delete Route private-a",
      "delete InternetGateway network",
    ])
      assertOrder(steps, "delete Release aws-load-balancer-controller", wayOut);
    assertOrder(steps, "delete FargateProfile cluster-fargateProfile", "delete Cluster cluster-eksCluster");
    assert.deepEqual(stacks.left(), []);
  });
});
