import assert from "node:assert/strict";
import { KubernetesCloud } from "./kubernetes-cloud";
import { RELEASE } from "./simulated-kubernetes-release";
import type { Properties } from "./wire-value";

const kind = (group: string, name: string) => `kubernetes:${group}:${name}`;
const GATEWAY = kind("gateway.networking.k8s.io/v1", "Gateway");
const CLASS = kind("gateway.networking.k8s.io/v1", "GatewayClass");
const BALANCER = kind("gateway.k8s.aws/v1", "LoadBalancerConfiguration");
const GROUPS = kind("gateway.k8s.aws/v1", "TargetGroupConfiguration");
const ROUTE = kind("gateway.networking.k8s.io/v1", "HTTPRoute");
const NAMESPACE = kind("core/v1", "Namespace");

describe("the controller of load balancers in a simulated cluster", () => {
  let cluster: KubernetesCloud;
  const nodes = new Set<string>();

  beforeEach(async () => {
    nodes.clear();
    nodes.add("kube-system").add("shop");
    cluster = new KubernetesCloud({
      patience: 60,
      finalizedBy: RELEASE,
      hasNodes: (namespace) => nodes.has(namespace),
    });
    await make(NAMESPACE, "shop");
  });

  const make = (type: string, name: string, spec: Properties = {}, annotations: Properties = {}) => {
    const namespaced = ![NAMESPACE, CLASS].includes(type);
    const metadata = { name, annotations, ...(namespaced && { namespace: "shop" }) };
    return cluster.create(type, { apiVersion: "v1", kind: type.split(":").at(-1), metadata, spec }, false);
  };
  const controller = () => cluster.create(RELEASE, { name: "alb", namespace: "kube-system" }, false);
  const destroy = async (type: string, id: string) => {
    await cluster.untilFree(type, id);
    cluster.delete(type, id);
  };
  const programmed = { "pulumi.com/waitFor": "condition=Programmed" };

  it("gives a Gateway the address and the ARN of its load balancer", async () => {
    await controller();
    await make(BALANCER, "shared", { loadBalancerName: "turnout-1" });
    const parametersRef = { kind: "LoadBalancerConfiguration", name: "shared" };
    const { properties } = await make(GATEWAY, "shared", { infrastructure: { parametersRef } }, programmed);
    const { addresses, conditions } = properties.status as {
      addresses: { value: string }[];
      conditions: { type: string; message: string }[];
    };
    assert.equal(addresses[0]?.value, "turnout-1-1234567890.eu-central-1.elb.amazonaws.com");
    const arn = conditions.find(({ type }) => type === "Programmed")?.message ?? "";
    assert.match(
      arn,
      /^arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer\/app\/turnout-1\/[0-9a-f]{16}$/,
    );
  });

  it("leaves a Gateway waiting while it is not there, or has no node", async () => {
    await assert.rejects(make(GATEWAY, "first", {}, programmed), { message: "condition=Programmed" });
    await controller();
    nodes.delete("kube-system");
    await assert.rejects(make(GATEWAY, "second", {}, programmed), { message: "condition=Programmed" });
  });

  it("holds a Gateway, and the namespace around it, once it is gone itself", async () => {
    const { id } = await controller();
    await make(GATEWAY, "shared");
    await make(ROUTE, "web");
    await destroy(RELEASE, id);
    const message =
      'timed out waiting for its deletion: Gateway "shop/shared" stays with its finalizer gateway.k8s.aws/alb: ' +
      "the AWS Load Balancer Controller does not run.";
    await assert.rejects(destroy(GATEWAY, "shop/shared"), { message });
    await assert.rejects(destroy(NAMESPACE, "shop"), { message });
    await destroy(ROUTE, "shop/web"); // has no finalizer
    await controller();
    await destroy(NAMESPACE, "shop");
    assert.equal(cluster.find(GATEWAY, "shop/shared"), undefined);
  });

  it("holds what is in use until its user is gone", async () => {
    await controller();
    await make(CLASS, "alb");
    await make(BALANCER, "shared");
    const infrastructure = { parametersRef: { kind: "LoadBalancerConfiguration", name: "shared" } };
    await make(GATEWAY, "shared", { gatewayClassName: "alb", infrastructure });
    await make(GROUPS, "web", { targetReference: { name: "web-blue" } });
    await make(ROUTE, "web", { rules: [{ backendRefs: [{ name: "web-blue" }] }] });
    const uses = [
      [CLASS, "alb", 'it is still in use by Gateway "shop/shared".'],
      [BALANCER, "shop/shared", 'it is still in use by Gateway "shop/shared".'],
      [GROUPS, "shop/web", 'it is still in use by HTTPRoute "shop/web".'],
    ] as const;
    for (const [type, id, reason] of uses)
      await assert.rejects(destroy(type, id), (error: Error) => error.message.endsWith(reason));
    // Together, as the engine deletes what doesn't depend on each other.
    await Promise.all([destroy(GROUPS, "shop/web"), destroy(ROUTE, "shop/web")]);
    await Promise.all([
      destroy(CLASS, "alb"),
      destroy(BALANCER, "shop/shared"),
      destroy(GATEWAY, "shop/shared"),
    ]);
  });

  it("leaves pods of a namespace without a node pending", async () => {
    nodes.delete("shop");
    const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ image: "web:1" }] } };
    const spec = { replicas: 1, selector: { matchLabels: { app: "web" } }, template };
    await assert.rejects(make(kind("apps/v1", "Deployment"), "web", spec), {
      message: 'pods of "shop/web" stay Pending: no Fargate profile takes their namespace',
    });
    nodes.add("shop");
    const ready = await make(kind("apps/v1", "Deployment"), "other", spec);
    assert.equal((ready.properties.status as { readyReplicas: number }).readyReplicas, 1);
  });

  it("upgrades a release in place, and takes a name once", async () => {
    await controller();
    await assert.rejects(controller(), { message: "cannot re-use a name that is still in use" });
    const inputs = { name: "alb", namespace: "kube-system", values: { replicas: 2 } };
    const { properties } = await cluster.update(RELEASE, "kube-system/alb", {}, inputs, false);
    assert.deepEqual([properties.values, (properties.status as Properties).revision], [{ replicas: 2 }, 2]);
    assert.deepEqual(
      ["name", "namespace", "values.replicas"].map((path) => cluster.replaces(RELEASE, path)),
      [true, true, false],
    );
  });
});
