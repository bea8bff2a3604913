import type { KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";
import assert from "node:assert/strict";
import { environmentsGroup, previewsGroup } from "../../components/platform/access-entries";
import { ClusterRights } from "../../components/platform/cluster-rights";
import { recorded } from "../components/platform/recorded";
import { until } from "../until";
import { actingAs, outcomeOf, put } from "./impersonated";
import { objects } from "./kubernetes";

const restricted = { "pod-security.kubernetes.io/enforce": "restricted" };
const namespace = (name: string, labels: Record<string, string> = restricted) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});
const configMap = (home: string, name = "guarded") => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: home },
});
const route = (home: string) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "guarded", namespace: home },
  spec: { hostnames: ["guarded.localhost"] },
});
const clusterRole = (name: string) => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name },
  rules: [],
});
const everything = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRoleBinding",
  metadata: { name: "guarded-everything" },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
  subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: environmentsGroup }],
};

const says = (policy: string, message: string) => new RegExp(`'${policy}' .* denied request: ${message}$`);
const outside = (where: string) =>
  says(
    "turnout-environments-stay-inside",
    `This is in ${where}, but members of ${environmentsGroup} may only change what is in namespaces guarded-\\*: ` +
      "let the role of the platform do it.",
  );

/** The rights as the component declares them, on a real API server. */
describe("rights of CI in the cluster", () => {
  let admin: KubernetesObjectApi;
  let ci: KubernetesObjectApi;
  let declared: KubernetesObject[];

  before(async () => {
    admin = await objects();
    ci = await actingAs("ci", environmentsGroup);
    const { resources } = await recorded((options) => {
      new ClusterRights("cluster-rights", { namespacePattern: "guarded-*", labels: {} }, options);
    });
    declared = resources
      .filter(({ type }) => type.startsWith("kubernetes:"))
      .map(({ inputs }) => inputs as unknown as KubernetesObject);
    for (const object of declared) await put(admin, object);
    await admin.create(namespace("guardian"));
    // The API server hears of new policies and rights a moment after they are stored.
    await until(async () => (await outcomeOf(ci.create(namespace("guardian-2")))).includes("denied"));
  });

  after(async () => {
    const own = ["guarded-a", "guarded-b", "guardian", "guardian-2"].map((name) => namespace(name));
    for (const object of [everything, ...declared, ...own]) await admin.delete(object).catch(() => undefined);
    for (const object of own) await gone(object);
  });

  it("let an environment's namespace be made, limited and filled with routes", async () => {
    assert.equal(await outcomeOf(ci.create(namespace("guarded-a"))), "done");
    const quota = {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "environment", namespace: "guarded-a" },
      spec: { hard: { pods: "1" } },
    };
    assert.equal(await outcomeOf(ci.create(quota)), "done");
    assert.equal(await outcomeOf(ci.create(route("guarded-a"))), "done");
    assert.equal(await outcomeOf(ci.delete(route("guarded-a"))), "done");
  });

  it("leave to EKS's access policy what Kubernetes has itself: no Secret can be read by these", async () => {
    const secrets = await outcomeOf(ci.list("v1", "Secret", "guarded-a"));
    assert.match(secrets, /^secrets is forbidden: User "ci" cannot list resource "secrets"/);
  });

  it("let a preview read routes and change nothing", async () => {
    const preview = await actingAs("pr", previewsGroup);
    assert.equal(
      await outcomeOf(preview.list("gateway.networking.k8s.io/v1", "HTTPRoute", "guarded-a")),
      "done",
    );
    assert.match(
      await outcomeOf(preview.create(route("guarded-a"))),
      /^httproutes.* is forbidden: User "pr" cannot create/,
    );
    assert.match(await outcomeOf(preview.create(namespace("guarded-b"))), /^namespaces is forbidden/);
  });

  it("let nothing be changed in another namespace, nor one be made or removed", async () => {
    assert.match(await outcomeOf(ci.create(route("default"))), outside("namespace default"));
    for (const name of ["guardian-2", "not-guarded-a", "guarded"])
      assert.match(await outcomeOf(ci.create(namespace(name))), outside(`namespace ${name}`));
    assert.match(await outcomeOf(ci.delete(namespace("guardian"))), outside("namespace guardian"));
    const labelled = namespace("guardian", { ...restricted, mine: "yes" });
    assert.match(await outcomeOf(ci.patch(labelled)), outside("namespace guardian"));
    const generated = { ...namespace(""), metadata: { generateName: "guardian-", labels: restricted } };
    assert.match(await outcomeOf(ci.create(generated)), outside("namespace guardian-.*"));
  });

  for (const who of ["CI", "an administrator"])
    it(`let ${who} make or change an environment's namespace with Pod Security restricted only`, async () => {
      const api = who === "CI" ? ci : admin;
      const refusal = (what: string) =>
        says("turnout-environments-stay-restricted", `Namespace guarded-[ab] must ${what}`);
      const unset = refusal(
        "have the label pod-security.kubernetes.io/enforce with restricted: every environment has; set it.",
      );
      assert.match(await outcomeOf(api.create(namespace("guarded-b", {}))), unset);
      const loose = { "pod-security.kubernetes.io/enforce": "privileged" };
      assert.match(await outcomeOf(api.create(namespace("guarded-b", loose))), unset);
      assert.match(await outcomeOf(api.patch(namespace("guarded-a", loose))), unset);
      const old = { ...restricted, "pod-security.kubernetes.io/enforce-version": "v1.0" };
      const pinned = refusal(
        "not pin pod-security.kubernetes.io/enforce-version to an old version: set latest, or remove it.",
      );
      assert.match(await outcomeOf(api.patch(namespace("guarded-a", old))), pinned);
      const latest = { ...old, "pod-security.kubernetes.io/enforce-version": "latest" };
      assert.equal(await outcomeOf(api.patch(namespace("guarded-a", latest))), "done");
    });

  describe("where RBAC would let everything through", () => {
    before(async () => {
      await put(admin, everything);
      await until(async () => (await outcomeOf(ci.create(configMap("guarded-a", "first")))) === "done");
    });

    it("still keep CI inside", async () => {
      assert.equal(await outcomeOf(ci.create(configMap("guarded-a"))), "done");
      assert.equal(await outcomeOf(ci.delete(configMap("guarded-a"))), "done");
      assert.match(await outcomeOf(ci.create(configMap("default"))), outside("namespace default"));
      assert.match(await outcomeOf(ci.create(configMap("guardian"))), outside("namespace guardian"));
      assert.match(await outcomeOf(ci.create(clusterRole("guarded-role"))), outside("no namespace"));
      assert.match(await outcomeOf(ci.create(clusterRole("guarded-a"))), outside("no namespace"));
    });

    it("let CI ask what it may do", async () => {
      const review = {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: { resourceAttributes: { verb: "get", resource: "pods" } },
      };
      assert.equal(await outcomeOf(ci.create(review)), "done");
    });

    it("keep nobody else out", async () => {
      const other = await actingAs("someone", "system:masters");
      assert.equal(await outcomeOf(other.create(configMap("guardian"))), "done");
    });

    it("let an environment's namespace be removed", async () => {
      assert.equal(await outcomeOf(ci.delete(namespace("guarded-a"))), "done");
      await gone(namespace("guarded-a"));
    });
  });
});

const gone = async (object: ReturnType<typeof namespace>) => {
  const admin = await objects();
  await until(async () => (await outcomeOf(admin.read(object))).includes("not found"));
};
