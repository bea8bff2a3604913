import assert from "node:assert/strict";
import { isSameQuota, startPods } from "../../../components/environment/head-start";
import type { PlannedApplication } from "../../../program/planned-application";
import type { ClusterObject, RecordedObject } from "../../../release/drift";
import { FakeWitness } from "../fake-witness";
import { blueServes, planned, wantedOf } from "../planned";

const namespace = "shop-dev";
const quota = { pods: "6" };

const objectsOf = (application: string): ClusterObject[] => {
  const labels = { "turnout.dev/application": application };
  const backendRefs = ["blue", "green"].map((color) => ({
    name: `${application}-${color}`,
    weight: color === "blue" ? 100 : 0,
  }));
  const route = {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: application, namespace, labels },
    spec: { rules: [{ backendRefs }] },
  };
  const deployments = ["blue", "green"].map((color) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: `${application}-${color}`,
      namespace,
      resourceVersion: "4711",
      labels: { ...labels, "turnout.dev/color": color },
    },
    spec: { template: { metadata: { labels: { "turnout.dev/release": "any" } } } },
  }));
  return [route, ...deployments];
};

const limits = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "environment", namespace },
  spec: { hard: quota },
};

/** The Deployments that get a head start, as they are applied. */
async function started(applications: readonly PlannedApplication[], { brings = "", fails = false } = {}) {
  const objects = [...applications.flatMap(({ application }) => objectsOf(application.name)), limits];
  const recorded = objects.map((object): RecordedObject => {
    const known: ClusterObject & { __fieldManager: string } = { ...object, __fieldManager: "pulumi-1" };
    return { urn: "", declared: object, recorded: known };
  });
  const applied: ClusterObject[] = [];
  await startPods({
    namespace,
    labels: { "app.kubernetes.io/part-of": "shop" },
    applications,
    images: { brings: (name) => name === brings },
    witness: Object.assign(new FakeWitness({}), {
      apply: (object: ClusterObject, manager: string) => {
        assert.equal(manager, "pulumi-1");
        if (fails) return Promise.reject(new Error("409"));
        applied.push(object);
        return Promise.resolve();
      },
    }),
    objects: recorded,
    seen: { objects, unseen: [] },
    isQuota: isSameQuota(quota),
  });
  return applied;
}

describe("startPods", () => {
  const web = planned({}, { recorded: blueServes });
  const api = planned({ name: "api" }, { recorded: blueServes });
  const names = (objects: readonly ClusterObject[]) => objects.map(({ metadata }) => metadata?.name);

  it("applies each idle color's Deployment by the version that was seen, marked as a candidate", async () => {
    const applied = await started([web, api]);
    assert.deepEqual(names(applied), ["web-green", "api-green"]);
    const { apiVersion, kind, metadata } = applied[0] ?? {};
    assert.deepEqual([apiVersion, kind, metadata?.resourceVersion], ["apps/v1", "Deployment", "4711"]);
    assert.equal(metadata?.annotations?.["turnout.dev/candidate"], wantedOf());
    assert.equal(metadata.annotations["pulumi.com/patchForce"], "true");
    assert.deepEqual(metadata.labels, {
      "app.kubernetes.io/part-of": "shop",
      "app.kubernetes.io/name": "web",
      "turnout.dev/application": "web",
      "turnout.dev/color": "green",
    });
  });

  it("leaves out what waits for its image, for values, or for a Secret, and what is taken over", async () => {
    assert.deepEqual(names(await started([web, api], { brings: "web" })), ["api-green"]);
    assert.deepEqual(await started([{ ...web, unknown: ["DATABASE_URL"] }]), []);
    assert.deepEqual(await started([{ ...web, templates: {} }]), []);
    assert.deepEqual(await started([planned({ secrets: { TOKEN: "new" } }, { recorded: blueServes })]), []);
  });

  it("leaves it to the engine where the cluster refuses it", async () => {
    assert.deepEqual(await started([web], { fails: true }), []);
  });

  it("takes a quota for the same that the API server spells its own way", () => {
    const same = isSameQuota({ pods: "6", "requests.cpu": "3000m", "requests.memory": "1024Mi" });
    assert.ok(same({ pods: "6", "requests.cpu": "3", "requests.memory": "1Gi" }));
    assert.ok(!same({ pods: "6", "requests.cpu": "2", "requests.memory": "1Gi" }));
    assert.ok(!same({ pods: "6", "requests.cpu": "3" }));
    assert.ok(!same({ pods: "6", "requests.cpu": "3", "requests.memory": "1Gi", "limits.cpu": "3" }));
  });
});
