import type { KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";
import assert from "node:assert/strict";
import { environmentsGroup, previewsGroup } from "../../components/platform/access-entries";
import { ClusterRights } from "../../components/platform/cluster-rights";
import { hostOf, previewHostOf } from "../../naming/host";
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
const shared = { name: "shared", namespace: "turnout-gateway" };
const route = (home: string, hostnames?: string[], parentRefs: object[] = [shared]) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "guarded", namespace: home },
  spec: { parentRefs, ...(hostnames && { hostnames }) },
});
const ownRoute = (home: string) => route(home, [`${home}.localhost`]);
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

const refusedRoute = (home: string, problem: string) =>
  says(
    "turnout-environments-keep-to-own-hosts",
    `Route guarded in namespace ${home} must ${problem}`.replaceAll(/[*.]/g, "\\$&"),
  );
const notIts = (host: string, home = "guarded-a") =>
  refusedRoute(
    home,
    `not have hostname ${host} at a Gateway of another namespace: ` +
      `use ${home}.DOMAIN or ${home}--APPLICATION.DOMAIN, or a Gateway of its own.`,
  );
/** Optional arguments of a patch before its content type. */
const nothing = [undefined, undefined, undefined, undefined] as const;
/** The longest that a namespace may be, so that hostnames of it are cut. */
const long = "guarded-".padEnd(63, "a");

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
    const names = ["guarded-a", "guarded-b", "guarded-a--api", long, "guardian", "guardian-2"];
    const own = names.map((name) => namespace(name));
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
    assert.equal(await outcomeOf(ci.create(ownRoute("guarded-a"))), "done");
    assert.equal(await outcomeOf(ci.delete(ownRoute("guarded-a"))), "done");
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
      await outcomeOf(preview.create(ownRoute("guarded-a"))),
      /^httproutes.* is forbidden: User "pr" cannot create/,
    );
    assert.match(await outcomeOf(preview.create(namespace("guarded-b"))), /^namespaces is forbidden/);
  });

  it("let nothing be changed in another namespace, nor one be made or removed", async () => {
    assert.match(await outcomeOf(ci.create(ownRoute("default"))), outside("namespace default"));
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

  describe("at the Gateway of another namespace", () => {
    /** Answer of the API server to a route that it doesn't keep. */
    const tried = (api: KubernetesObjectApi, wanted: ReturnType<typeof route>) =>
      outcomeOf(api.create(wanted, undefined, "All"));

    before(async () => {
      // The API server hears of each policy by itself.
      await until(async () => (await tried(admin, route("guarded-a"))).includes("denied"));
      for (const name of ["guarded-a--api", long])
        assert.equal(await outcomeOf(ci.create(namespace(name))), "done");
    });

    for (const who of ["CI", "an administrator"]) {
      const api = () => (who === "CI" ? ci : admin);

      it(`let ${who} give an environment each hostname that Turnout makes for it`, async () => {
        for (const home of ["guarded-a", long])
          for (const application of [undefined, "api", "a".repeat(40), "a-0123456789ab"]) {
            const hosts = [hostOf, previewHostOf].map((of) => of(home, "shop.example", application));
            assert.equal(await tried(api(), route(home, hosts)), "done", hosts.join());
          }
      });

      it(`don't let ${who} give it another's, in whatever company`, async () => {
        for (const host of [
          "guarded-b.localhost",
          "guarded-b--preview.localhost",
          "guarded-b--api.localhost",
          "guarded-ab.localhost",
          "guarded-a-b.localhost",
          "guarded.localhost",
          "www.guarded-a.localhost",
          "*.localhost",
          hostOf(long, "localhost", "orders"),
          hostOf(long, "localhost"),
        ]) {
          assert.match(await tried(api(), route("guarded-a", [host])), notIts(host));
          assert.match(await tried(api(), route("guarded-a", ["guarded-a.localhost", host])), notIts(host));
        }
        const short = hostOf("guarded-a", "localhost", "orders");
        assert.match(await tried(api(), route(long, [short])), notIts(short, long));
      });

      it(`don't let ${who} leave the hostnames out, or name the namespace like a hostname`, async () => {
        const missing = refusedRoute(
          "guarded-a",
          "have hostnames at a Gateway of another namespace: without any it takes those of all environments; set its own.",
        );
        assert.match(await tried(api(), route("guarded-a")), missing);
        assert.match(await tried(api(), route("guarded-a", [])), missing);
        assert.match(
          await tried(api(), route("guarded-a--api", ["guarded-a--api.localhost"])),
          refusedRoute(
            "guarded-a--api",
            "not have hostname guarded-a--api.localhost at a Gateway of another namespace: a namespace with -- in its name has none there; rename it.",
          ),
        );
      });

      it(`let ${who} take any hostname at a Gateway of the environment's own, and none elsewhere beside it`, async () => {
        const own = { name: "own" };
        for (const parents of [[own], [{ ...own, namespace: "guarded-a" }]])
          for (const hosts of [undefined, ["www.example.com"]])
            assert.equal(await tried(api(), route("guarded-a", hosts, parents)), "done");
        for (const parents of [
          [own, shared],
          [{ ...own, group: "gateway.networking.k8s.io", kind: "ListenerSet" }],
        ])
          assert.match(
            await tried(api(), route("guarded-a", ["www.example.com"], parents)),
            notIts("www.example.com"),
          );
      });
    }

    it("don't let a route that is there be led to another's hostname", async () => {
      assert.equal(await outcomeOf(ci.create(ownRoute("guarded-a"))), "done");
      const led = (host: string) =>
        outcomeOf(ci.patch(route("guarded-a", [host]), ...nothing, "application/merge-patch+json"));
      assert.match(await led("guarded-b.localhost"), notIts("guarded-b.localhost"));
      assert.equal(await led("guarded-a--api.localhost"), "done");
      assert.equal(await outcomeOf(ci.delete(ownRoute("guarded-a"))), "done");
    });
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
