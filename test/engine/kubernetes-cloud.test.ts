import assert from "node:assert/strict";
import { KubernetesCloud } from "./kubernetes-cloud";
import type { Properties } from "./wire-value";

const ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const NAMESPACE = "kubernetes:core/v1:Namespace";

describe("a simulated API server", () => {
  const cloud = () => new KubernetesCloud({ patience: 0 });
  const manifest = (kind: string, metadata: Properties, rest: Properties = {}) => ({
    apiVersion: "v1",
    kind,
    metadata: { namespace: "default", name: "one", ...metadata },
    ...rest,
  });

  it("refuses a namespace that is not there, a name that is taken, and a kind nobody installed", async () => {
    const cluster = cloud();
    await assert.rejects(
      async () => cluster.create(CONFIG_MAP, manifest("ConfigMap", { namespace: "shop" }), false),
      {
        message: 'NotFound: namespaces "shop" not found',
      },
    );
    await cluster.create(CONFIG_MAP, manifest("ConfigMap", {}), false);
    await assert.rejects(async () => cluster.create(CONFIG_MAP, manifest("ConfigMap", {}), false), {
      message: 'AlreadyExists: ConfigMap "default/one" already exists in the cluster',
    });
    const rollout = "kubernetes:argoproj.io/v1alpha1:Rollout";
    await assert.rejects(async () => cluster.create(rollout, manifest("Rollout", {}), false), {
      message:
        'no matches for kind "Rollout" in group "argoproj.io": its CustomResourceDefinition is not installed',
    });
  });

  it("refuses names, labels and selectors that Kubernetes refuses", async () => {
    const long = "x".repeat(64);
    const labelled = manifest("ConfigMap", { name: "Upper", labels: { branch: long } });
    await assert.rejects(async () => cloud().create(CONFIG_MAP, labelled, false), {
      message:
        'Invalid: ConfigMap "default/Upper": metadata.name: Invalid value: "Upper": must be a lowercase RFC 1123 name of' +
        ` at most 253; metadata.labels: Invalid value: "${long}" of "branch": must be a label value of at most 63`,
    });
    const spec = {
      selector: { matchLabels: { app: "a" } },
      template: { metadata: { labels: { app: "b" } } },
    };
    const deployment = manifest("Deployment", {}, { spec });
    await assert.rejects(async () => cloud().create("kubernetes:apps/v1:Deployment", deployment, false), {
      message: /selector.*does not match template.*labels/,
    });
  });

  it("takes a route to a Service that does not exist", async () => {
    const rules = [{ backendRefs: [{ name: "nobody", port: 80 }] }];
    const made = await cloud().create(ROUTE, manifest("HTTPRoute", {}, { spec: { rules } }), false);
    assert.equal(made.id, "default/one");
  });

  it("deletes everything in a namespace with it", async () => {
    const cluster = cloud();
    await cluster.create(
      NAMESPACE,
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
      false,
    );
    await cluster.create(CONFIG_MAP, manifest("ConfigMap", { namespace: "shop" }), false);
    await cluster.create(CONFIG_MAP, manifest("ConfigMap", {}), false);
    cluster.delete(NAMESPACE, "shop");
    assert.deepEqual(
      cluster.list().map(({ id }) => id),
      ["default", "kube-system", "default/one"],
    );
  });

  it("keeps what others wrote into an object when an update says nothing of it", async () => {
    const cluster = cloud();
    const before = manifest("ConfigMap", {}, { data: { mine: "1", old: "1" } });
    await cluster.create(CONFIG_MAP, before, false);
    cluster.change(CONFIG_MAP, "default/one", ({ data }) =>
      Object.assign(data as Properties, { theirs: "1" }),
    );
    const after = manifest("ConfigMap", {}, { data: { mine: "2" } });
    const { properties } = await cluster.update(CONFIG_MAP, "default/one", before, after, false);
    assert.deepEqual(properties.data, { mine: "2", theirs: "1" });
  });

  it("changes nothing in an immutable Secret but its metadata", async () => {
    const cluster = cloud();
    const type = "kubernetes:core/v1:Secret";
    const secret = (stringData: Properties, labels: Properties = {}) =>
      manifest("Secret", { labels }, { immutable: true, stringData });
    await cluster.create(type, secret({ a: "1" }), false);
    const update = async (wanted: Properties) =>
      cluster.update(type, "default/one", secret({ a: "1" }), wanted, false);
    await assert.rejects(update(secret({ a: "2" })), {
      message:
        'Invalid: Secret "default/one": stringData: Forbidden: field is immutable when `immutable` is set',
    });
    const { properties } = await update(secret({ a: "1" }, { mine: "yes" }));
    assert.deepEqual((properties.metadata as Properties).labels, { mine: "yes" });
  });

  describe("with a Deployment", () => {
    const type = "kubernetes:apps/v1:Deployment";
    const deployment = (image: string, replicas: number, annotations: Properties = {}) => {
      const labels = { app: "a" };
      const template = { metadata: { labels }, spec: { containers: [{ name: "a", image }] } };
      return manifest(
        "Deployment",
        { annotations },
        { spec: { replicas, selector: { matchLabels: labels }, template } },
      );
    };
    const statusIn = (cluster: KubernetesCloud) => {
      const { conditions, ...counts } = cluster.find(type, "default/one")?.properties.status as Properties;
      return { ...counts, available: (conditions as { status: string }[])[0]?.status };
    };
    const change = async (cluster: KubernetesCloud, was: Properties, is: Properties) =>
      cluster.update(type, "default/one", was, is, false).catch((error: unknown) => String(error));

    it("counts pods as its controller does, and no pods not at all", async () => {
      const cluster = cloud();
      await cluster.create(type, deployment("one", 2), false);
      const all = { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };
      assert.deepEqual(statusIn(cluster), { observedGeneration: 1, ...all, available: "True" });
      await change(cluster, deployment("one", 2), deployment("one", 0));
      assert.deepEqual(statusIn(cluster), { observedGeneration: 2, available: "True" });
    });

    it("keeps the pods of the template before while those of the next one crash", async () => {
      const cluster = cloud();
      cluster.brokenImages.add("bad");
      await cluster.create(type, deployment("one", 2), false);
      await change(cluster, deployment("one", 2), deployment("bad", 2));
      assert.deepEqual(statusIn(cluster), {
        observedGeneration: 2,
        replicas: 4,
        updatedReplicas: 2,
        readyReplicas: 2,
        availableReplicas: 2,
        unavailableReplicas: 2,
        available: "True",
      });
      await change(cluster, deployment("bad", 2), deployment("two", 2));
      const all = { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };
      assert.deepEqual(statusIn(cluster), { observedGeneration: 3, ...all, available: "True" });
    });

    it("waits for what its annotation names instead of its pods", async () => {
      const cluster = cloud();
      const waitFor = (...conditions: string[]) => ({ "pulumi.com/waitFor": JSON.stringify(conditions) });
      const met = deployment("one", 2, waitFor("jsonpath={.status.replicas}=2", "condition=Available"));
      await cluster.create(type, met, false);
      const unmet = deployment("one", 2, waitFor("jsonpath={.status.replicas}=3", "condition=Gone"));
      assert.equal(await change(cluster, met, unmet), "Error: jsonpath={.status.replicas}=3; condition=Gone");
    });

    it("waits for a filter of which one side is enough, as RFC 9535 has it", async () => {
      const filter = (text: string) => ({ "pulumi.com/waitFor": JSON.stringify([`jsonpath={$[?${text}]}`]) });
      const mark = '$.metadata.annotations["example/mark"]=="1"';
      const available = '@.observedGeneration&&@.conditions[?@.type=="Available"&&@.status=="True"]';
      const met = [
        "@.replicas==2&&@.availableReplicas==2",
        `@.replicas==3||${available}`,
        `@.replicas==3||${mark}`,
      ];
      for (const text of met) {
        const annotations = { ...filter(text), ...(text.includes(mark) && { "example/mark": "1" }) };
        await cloud().create(type, deployment("one", 2, annotations), false);
      }
      const cluster = cloud();
      await cluster.create(type, deployment("one", 2), false);
      const unmet = deployment("one", 2, filter(`@.replicas==3||${mark}`));
      assert.equal(
        await change(cluster, deployment("one", 2), unmet),
        `Error: jsonpath={$[?@.replicas==3||${mark}]}`,
      );
    });

    it("brings back what was saved, with its pods", async () => {
      const cluster = cloud();
      await cluster.create(type, deployment("one", 2), false);
      const before = statusIn(cluster);
      const bringBack = cluster.save();
      cluster.brokenImages.add("bad");
      for (const tries of [1, 2]) {
        await change(cluster, deployment("one", 2), deployment("bad", 2));
        assert.notDeepEqual(statusIn(cluster), before, String(tries));
        bringBack();
        assert.deepEqual(statusIn(cluster), before);
      }
      cluster.startPods();
      assert.deepEqual(statusIn(cluster), before);
    });
  });

  it("names what the program leaves nameless, and keeps that name", () => {
    const request = { type: CONFIG_MAP, name: "settings", inputs: {}, seed: "0123456789abcdef" };
    const { inputs } = cloud().check(request);
    assert.deepEqual(inputs, { metadata: { name: "settings-01234567", namespace: "default" } });
    assert.deepEqual(cloud().check({ ...request, old: inputs, seed: "ffffffffffff" }).inputs, inputs);
  });

  it("replaces a ConfigMap and a Secret for new data unless the provider may change them", () => {
    const cluster = cloud();
    assert.equal(cluster.replaces(CONFIG_MAP, "data.a"), true);
    cluster.configure({ enableConfigMapMutable: "true" });
    assert.equal(cluster.replaces(CONFIG_MAP, "data.a"), false);
    assert.equal(cluster.replaces(CONFIG_MAP, "metadata.name"), true);
    assert.equal(cluster.replaces("kubernetes:core/v1:Secret", "data.a"), true);
  });

  it("replaces the provider for another cluster, not for other credentials of the same", () => {
    const replaced = (old: Properties, wanted: Properties) => cloud().replacesProvider(old, wanted);
    assert.deepEqual(replaced({ kubeconfig: "a" }, { kubeconfig: "b" }), ["kubeconfig"]);
    const [one, other] = [
      { clusterIdentifier: "x", kubeconfig: "a" },
      { clusterIdentifier: "x", kubeconfig: "b" },
    ];
    assert.deepEqual(replaced(one, other), []);
    assert.deepEqual(replaced(one, { ...other, clusterIdentifier: "y" }), ["clusterIdentifier"]);
  });
});
