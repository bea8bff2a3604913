import assert from "node:assert/strict";
import { ClusterRights } from "../../../components/platform/cluster-rights";
import { guardPolicies } from "../../../components/platform/namespace-guard";
import type { Recording } from "../../../program/recording";
import { inside, ofKind, the } from "../declared";
import { recorded } from "./recorded";
import { Registrations } from "./registered";

describe("rights in the cluster", () => {
  let recording: Recording;
  before(async () => {
    recording = await recorded((options) => {
      new ClusterRights("cluster-rights", { namespacePattern: "smallcase-*", labels: { a: "b" } }, options);
    });
  });

  it("are two groups' roles and three policies, all labelled, through the one explicit provider", () => {
    const made = recording.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    const titles = ["stay-inside", "stay-restricted", "keep-to-own-hosts"].map(
      (name) => `turnout-environments-${name}`,
    );
    assert.deepEqual(
      made.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`).sort(),
      [
        ...["turnout-environments", "turnout-previews"].flatMap((name) => [
          `ClusterRole ${name}`,
          `ClusterRoleBinding ${name}`,
        ]),
        ...titles.flatMap((name) => [
          `ValidatingAdmissionPolicy ${name}`,
          `ValidatingAdmissionPolicyBinding ${name}`,
        ]),
      ].sort(),
    );
    for (const resource of made) {
      assert.deepEqual(inside(resource, "metadata"), { name: resource.name, labels: { a: "b" } });
      assert.equal(resource.provider, the(recording, "kubernetes", "cluster").urn);
    }
  });

  it("bind each group to its own role, and each policy to a refusal", () => {
    for (const name of ["turnout-environments", "turnout-previews"]) {
      const binding = the(recording, "ClusterRoleBinding", name);
      assert.equal(inside(binding, "roleRef", "name"), name);
      assert.deepEqual(inside(binding, "subjects"), [
        { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: name.replace("-", ":") },
      ]);
    }
    for (const { name, inputs } of ofKind(recording, "ValidatingAdmissionPolicyBinding"))
      assert.deepEqual(inputs.spec, { policyName: name, validationActions: ["Deny"] });
  });

  it("let previews read what environments write, and both what the controller writes", () => {
    const rules = (name: string) => {
      const found = inside(the(recording, "ClusterRole", name), "rules") as unknown as Rule[];
      return found.flatMap(({ apiGroups, resources, verbs }) =>
        resources.map((resource) => `${apiGroups.join()}/${resource}: ${verbs.join(" ")}`),
      );
    };
    const write = "get list watch create update patch delete";
    const traffic = (verbs: string) => [
      `gateway.networking.k8s.io/gateways: ${verbs}`,
      `gateway.networking.k8s.io/httproutes: ${verbs}`,
      `gateway.k8s.aws/loadbalancerconfigurations: ${verbs}`,
      `gateway.k8s.aws/targetgroupconfigurations: ${verbs}`,
      `vpcresources.k8s.aws/securitygrouppolicies: ${verbs}`,
      "elbv2.k8s.aws/targetgroupbindings: get list watch",
    ];
    assert.deepEqual(rules("turnout-environments"), [
      ...["namespaces", "limitranges", "resourcequotas"].map((resource) => `/${resource}: ${write}`),
      ...traffic(write),
    ]);
    assert.deepEqual(rules("turnout-previews"), traffic("get list watch"));
  });

  it("hold in all namespaces only while the guard is there", async () => {
    const registrations = await Registrations.of((options) => {
      new ClusterRights("cluster-rights", { namespacePattern: "smallcase-*", labels: {} }, options);
    });
    const outliving = registrations.outliving("ClusterRoleBinding", "turnout-environments");
    for (const { title } of guardPolicies("smallcase-*", "g"))
      for (const kind of ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"])
        assert.ok(outliving.includes(`${kind} ${title}`), `${kind} ${title}`);
  });

  it("guard the namespaces of the pattern and no others", () => {
    const [inside] = guardPolicies("smallcase-*", "turnout:environments");
    const expression = inside?.spec.validations[0]?.expression ?? "";
    const pattern = /matches\('(.*)'\)/.exec(expression)?.[1] ?? "";
    const names = [
      "smallcase-blue",
      "smallcase-",
      "smallcase",
      "xsmallcase-blue",
      "smallcase-a.b",
      "default",
      "",
    ];
    assert.deepEqual(
      names.filter((name) => new RegExp(pattern).test(name)),
      ["smallcase-blue", "smallcase-"],
    );
  });
});

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}
