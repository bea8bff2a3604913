import assert from "node:assert/strict";
import { awsCluster, FARGATE_ONLY, type AwsClusterOptions } from "./aws-cluster";
import { onAws } from "./aws-cloud";
import { DECLARED_FARGATE_ONLY, DECLARED_FROM_DEFAULTS } from "./aws-eks-declared";
import type { Outcome } from "./outcome";
import { Simulation } from "./simulation";

describe("remote components on the real engine", () => {
  let simulation: Simulation;
  beforeEach(async () => {
    simulation = await Simulation.start(onAws());
  });
  afterEach(() => simulation.close());

  const up = (options?: AwsClusterOptions) => simulation.engine.up(awsCluster(options));
  /** An update that the test only builds on: it must end well. */
  const given = async (options?: AwsClusterOptions) => assert.equal((await up(options)).errors, "");
  /** Everything below the component, as `type name`, as the stack's state has it. */
  const declared = async () => {
    const { resources } = (await simulation.engine.exportStack()).deployment as {
      resources: { urn: string }[];
    };
    return resources
      .map(({ urn }) => urn.split("::"))
      .filter(([, , types = ""]) => types.startsWith("eks:index:Cluster$"))
      .map(([, , types = "", name = ""]) => `${types.split("$").at(-1) ?? ""} ${name}`)
      .sort();
  };
  const steps = (outcome: Outcome) => outcome.steps.map(({ method, name }) => `${method} ${name}`);
  const assertOrder = (order: string[], ...wanted: string[]) => {
    const places = wanted.map((step) => order.indexOf(step));
    assert.ok(!places.includes(-1), `one of ${wanted.join(", ")} is missing in ${order.join(", ")}`);
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
      order.join(", "),
    );
  };

  it("previews creations only while there is no cluster", async () => {
    const outcome = await simulation.engine.preview(awsCluster());
    assert.equal(outcome.errors, "");
    assert.deepEqual([...new Set(outcome.changes.map(({ op }) => op))], ["create"]);
    assert.ok(outcome.changes.some(({ type }) => type === "aws:eks/cluster:Cluster"));
    assert.deepEqual(outcome.steps, []);
  });

  it("comes up in the order of the dependencies, and a second update changes nothing", async () => {
    const first = await up();
    assert.equal(first.errors, "");
    assertOrder(
      steps(first),
      "create main-eksRole-role",
      "create main-eksCluster",
      "create main-fargateProfile",
      "create main-coredns",
      "create gateway-api:gateways.gateway.networking.k8s.io",
      "create controller",
      "create shared",
    );
    const again = await up();
    assert.deepEqual([again.errors, again.changes], ["", []]);
  });

  it("gives the program the cluster that was made, and a kubeconfig for it", async () => {
    await given();
    const { arn, groups, kubeconfig } = await simulation.engine.outputs();
    assert.equal(arn, "arn:aws:eks:eu-central-1:111122223333:cluster/turnout");
    const [group, ofEks] = groups as string[];
    assert.match(ofEks ?? "", /^sg-[0-9a-f]{17}$/);
    assert.equal(group, ofEks);
    const { clusters, users } = JSON.parse(kubeconfig as string) as {
      clusters: { cluster: { server: string } }[];
      users: { user: { exec: { command: string; args: string[] } } }[];
    };
    assert.match(
      clusters[0]?.cluster.server ?? "",
      /^https:\/\/[0-9A-F]{32}\.gr7\.eu-central-1\.eks\.amazonaws\.com$/,
    );
    assert.equal(users[0]?.user.exec.command, "aws");
    assert.ok(users[0].user.exec.args.includes("turnout"));
  });

  it("declares what the real component declared for a cluster on Fargate only", async () => {
    await given();
    assert.deepEqual(await declared(), DECLARED_FARGATE_ONLY);
  });

  it("declares what the real component declared when everything is left to its defaults", async () => {
    await given({ args: {} });
    assert.deepEqual(await declared(), DECLARED_FROM_DEFAULTS);
    const [group, ofEks] = (await simulation.engine.outputs()).groups as string[];
    assert.notEqual(group, ofEks); // the group that no pod on Fargate wears
    const auth = simulation.kubernetes.find("kubernetes:core/v1:ConfigMap", "kube-system/aws-auth");
    const { mapRoles } = auth?.properties.data as { mapRoles: string };
    assert.match(
      mapRoles,
      /^- rolearn: arn:aws:iam::111122223333:role\/main-instanceRole-role-[0-9a-f]{7}\n {2}username: system:node/,
    );
  });

  it("changes no Kubernetes object when the cluster gets a tag", async () => {
    await given();
    const outcome = await up({ args: { ...FARGATE_ONLY, clusterTags: { team: "shop" } } });
    assert.equal(outcome.errors, "");
    assert.deepEqual(
      outcome.changes.map(({ op, type, paths }) => [op, type, paths]),
      [
        ["update", "eks:index:Cluster", []],
        ["update", "aws:eks/cluster:Cluster", ["tags.team"]],
      ],
    );
  });

  it("names what the component left nameless as the stack's configuration says", async () => {
    await simulation.engine.stack.setAllConfig(
      { "pulumi:autonaming.providers.aws.pattern": { value: "turnout-${name}-${hex(4)}" } },
      true,
    );
    await given();
    const roles = simulation.clouds.aws?.list().filter(({ type }) => type === "aws:iam/role:Role") ?? [];
    assert.equal(roles.length, 2);
    for (const { id } of roles)
      assert.match(id, /^turnout-main-(eksRole|podExecutionRole)-role-[0-9a-f]{4}$/);
  });

  it("refuses access entries without the API's authentication mode", async () => {
    const { accessEntries } = FARGATE_ONLY;
    const outcome = await up({ args: { skipDefaultNodeGroup: true, accessEntries } });
    assert.match(
      outcome.errors,
      /The 'accessEntries' property is not supported when 'authenticationMode' is not set\./,
    );
    assert.deepEqual(steps(outcome), [
      "create main",
      "create private-a",
      "create private-a",
      "create private-a",
    ]);
  });

  it("refuses a Fargate profile in a public subnet", async () => {
    const outcome = await up({ open: true });
    assert.match(
      outcome.errors,
      /Subnet subnet-[0-9a-f]{17} provided in Fargate Profile is not a private subnet\./,
    );
  });

  it("leaves CoreDNS degraded where no profile takes its namespace", async () => {
    const outcome = await up({ profile: ["platform"] });
    assert.match(
      outcome.errors,
      /unexpected state 'DEGRADED', wanted target 'ACTIVE': coredns has no nodes\./,
    );
  });

  it("fails a release whose pods no profile takes", async () => {
    const args = { ...FARGATE_ONLY, corednsAddonOptions: { enabled: false } };
    const outcome = await up({ args, profile: ["platform"] });
    assert.match(
      outcome.errors,
      /Helm release "kube-system\/controller" failed: timed out waiting for the condition/,
    );
  });

  it("destroys the Gateway before its controller, and both before what their pods need", async () => {
    await given();
    const outcome = await simulation.engine.destroy();
    assert.equal(outcome.errors, "");
    assertOrder(
      steps(outcome),
      "delete shared",
      "delete controller",
      "delete main-coredns",
      "delete main-fargateProfile",
      "delete main-eksCluster",
      "delete main-eksRole-role",
    );
    assert.deepEqual(simulation.clouds.aws?.list(), []);
  });

  it("strands the finalizer of a Gateway that doesn't depend on its controller", async () => {
    await given({ forgetController: true });
    const late = {
      at: ({ name }: { name: string }) => name === "shared",
      when: "before",
      do: { delay: 500 },
    } as const;
    const outcome = await simulation.engine.destroy({ faults: [late] });
    assert.match(
      outcome.errors,
      /Gateway "platform\/shared" stays with its finalizer gateway\.k8s\.aws\/alb: the AWS Load Balancer Controller does not run\./,
    );
  });

  it("makes nothing of a cluster that was not given the way to AWS", async () => {
    const outcome = await up({ forgetAwsProvider: true });
    assert.match(outcome.errors, /Default provider for 'aws' disabled\. .* must use an explicit provider\./);
    assert.deepEqual(
      steps(outcome).filter((step) => step.startsWith("create main-")),
      [],
    );
  });
});
