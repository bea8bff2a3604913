import assert from "node:assert/strict";
import { type Inputs, notKnown, type Resource } from "../../policy/resource";
import { ownNamespace } from "../../policy/ownership";
import { sentence } from "../../problems/problem";

const component = "turnout:environment:Environment";

function resource(type: string, name: string, inputs: Inputs, parent = component): Resource {
  const chain = parent === "" ? type : `${parent}$${type}`;
  return { urn: `urn:pulumi:dev::turnout::${chain}::${name}`, type, name, inputs };
}

const space = (name: unknown) =>
  resource("kubernetes:core/v1:Namespace", "environment", { metadata: { name } });
const map = (namespace: unknown, parent?: string) =>
  resource("kubernetes:core/v1:ConfigMap", "map", { metadata: { namespace } }, parent);
const say = (...resources: Resource[]) => ownNamespace(resources).map(sentence);

describe("the rule of an environment's own namespace", () => {
  it("takes what is in it, and leaves stacks without an environment alone", () => {
    assert.deepEqual(say(space("shop"), map("shop"), map("shop", "")), []);
    assert.deepEqual(say(map("anywhere", ""), map(undefined, "turnout:platform:Platform")), []);
  });

  it("refuses another namespace, and none, also outside of the component", () => {
    const rule = "must be shop, as of all in this environment; set it to that.";
    assert.deepEqual(say(space("shop"), map("other"), map(undefined, "")), [
      `ConfigMap map metadata.namespace is "other": ${rule}`,
      `ConfigMap map metadata.namespace is missing: ${rule}`,
    ]);
  });

  it("refuses a second namespace and whatever else all share", () => {
    const second = resource("kubernetes:core/v1:Namespace", "second", { metadata: { name: "second" } });
    const binding = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding";
    const shared = resource(binding, "all", { metadata: { namespace: "shop" } });
    const rule = "must not be one that all environments share; declare it in the platform's stack.";
    assert.deepEqual(say(space("shop"), second, shared), [
      `Namespace second type is "kubernetes:core/v1:Namespace": ${rule}`,
      `ClusterRoleBinding all type is "${binding}": ${rule}`,
    ]);
  });

  it("refuses a namespace among a project's own resources alone, in whatever order the engine lists them", () => {
    const own = resource(
      "kubernetes:core/v1:Namespace",
      "environment",
      { metadata: { name: "own" } },
      `${component}$turnout:environment:OwnResources`,
    );
    assert.deepEqual(say(own, space("shop"), map("shop")), [
      'Namespace environment type is "kubernetes:core/v1:Namespace": must not be one that all environments share; ' +
        "declare it in the platform's stack.",
    ]);
  });

  it("refuses a Helm release, whose objects nobody sees here", () => {
    const release = resource("kubernetes:helm.sh/v3:Release", "redis", { namespace: "shop", chart: "redis" });
    assert.equal(say(space("shop"), release).length, 1);
  });

  it("refuses objects of an environment that has no namespace", () => {
    assert.equal(say(map("shop")).length, 1);
  });

  it("waits for names that a preview can't know", () => {
    assert.deepEqual(say(space(notKnown), map("shop")), []);
    assert.deepEqual(say(space("shop"), map(notKnown)), []);
  });
});
