import assert from "node:assert/strict";
import { Branch, web } from "./branch";
import { turnoutUp } from "./turnout-up";
import type { Properties } from "./wire-value";

const home = "smallcase-develop";
const types = {
  deployment: "kubernetes:apps/v1:Deployment",
  service: "kubernetes:core/v1:Service",
  budget: "kubernetes:policy/v1:PodDisruptionBudget",
  quota: "kubernetes:core/v1:ResourceQuota",
  namespace: "kubernetes:core/v1:Namespace",
  route: "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
};

/** Green serves shop/web:2, blue has the release before at no pods. */
describe("what the checkpoint has and the cluster hasn't", () => {
  let branch: Branch;
  let bringBack: () => void;
  const kubeconfig = process.env.KUBECONFIG;

  before(async () => {
    process.env.KUBECONFIG = "";
    branch = await Branch.start("dev", web("shop/web:1"));
    for (const image of ["shop/web:1", "shop/web:2", "shop/web:2"]) {
      await branch.configure(web(image));
      const { ok, errors } = await branch.up();
      assert.ok(ok, errors);
    }
    bringBack = branch.simulation.save();
  });
  beforeEach(() => {
    bringBack();
  });
  after(async () => {
    await branch.close();
    if (kubeconfig === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = kubeconfig;
  });

  const cluster = () => branch.simulation.kubernetes;
  const remove = (type: keyof typeof types, name: string) => {
    cluster().remove(types[type], type === "namespace" ? name : `${home}/${name}`);
  };
  const change = (type: keyof typeof types, name: string, edit: (object: Properties) => void) => {
    cluster().change(types[type], type === "namespace" ? name : `${home}/${name}`, edit);
  };
  const said = (what: string) => [`The cluster is not as it was last recorded: ${what}. Reading it back.`];
  const up = () => {
    branch.simulation.engine.expect([]);
    return turnoutUp(branch);
  };

  const deleted: readonly (readonly [keyof typeof types, string, string])[] = [
    ["deployment", "web-blue", "Deployment web-blue is gone"],
    ["deployment", "web-green", "Deployment web-green is gone"],
    ["service", "web-blue", "Service web-blue is gone"],
    ["budget", "web-green", "PodDisruptionBudget web-green is gone"],
    ["quota", "environment", "ResourceQuota environment is gone"],
    ["route", "web", "HTTPRoute web is gone"],
    ["namespace", home, `Namespace ${home} is gone with all that was in it`],
  ];
  for (const [type, name, sentence] of deleted)
    it(`is made again: ${type} ${name}`, async () => {
      const served = branch.now();
      const all = cluster()
        .list()
        .map(({ type, id }) => `${type} ${id}`);
      remove(type, name);
      assert.deepEqual(await up(), said(sentence));
      const now = branch.now();
      const there = cluster()
        .list()
        .map(({ type, id }) => `${type} ${id}`);
      assert.deepEqual(
        all.filter((one) => !there.includes(one) && !one.includes("Secret")),
        [],
      );
      const active = type === "namespace" ? "blue" : "green";
      assert.equal(now.weights?.[active], 100);
      assert.deepEqual([now[active]?.release, now[active]?.ready], [served.green?.release, true]);
      assert.deepEqual(await up(), []);
    });

  const changed: readonly (readonly [keyof typeof types, string, (object: Properties) => void, string])[] = [
    [
      "service",
      "web-blue",
      ({ spec }) => ((spec as Properties).selector = {}),
      "Service web-blue differs in spec.selector.turnout.dev/application",
    ],
    [
      "namespace",
      home,
      ({ metadata }) => delete ((metadata as Properties).labels as Properties)["app.kubernetes.io/part-of"],
      `Namespace ${home} differs in metadata.labels.app.kubernetes.io/part-of`,
    ],
    [
      "deployment",
      "web-blue",
      ({ spec }) => ((spec as Properties).replicas = 4),
      "Deployment web-blue differs in spec.replicas",
    ],
    [
      "budget",
      "web-blue",
      ({ spec }) => ((spec as Properties).maxUnavailable = 0),
      "PodDisruptionBudget web-blue differs in spec.maxUnavailable",
    ],
  ];
  for (const [type, name, edit, sentence] of changed)
    it(`is as it was declared again: ${sentence}`, async () => {
      const before = structuredClone(
        cluster().find(types[type], type === "namespace" ? name : `${home}/${name}`)?.properties,
      );
      change(type, name, edit);
      assert.deepEqual(await up(), said(sentence));
      const after = cluster().find(types[type], type === "namespace" ? name : `${home}/${name}`)?.properties;
      assert.deepEqual(
        [after?.spec, (after?.metadata as Properties).labels],
        [before?.spec, (before?.metadata as Properties).labels],
      );
      assert.deepEqual(await up(), []);
    });

  /** As `kubectl set image` does. */
  const setImage = (name: string) => {
    change("deployment", name, ({ spec }) => {
      const { template } = spec as { template: { spec: { containers: Properties[] } } };
      for (const container of template.spec.containers) container.image = "shop/web:by-hand";
    });
    cluster().startPods();
  };
  const imageOf = (name: string) => {
    const found = cluster().find(types.deployment, `${home}/${name}`)?.properties as unknown as {
      spec: { template: { spec: { containers: { image: string }[] } } };
    };
    return found.spec.template.spec.containers[0]?.image;
  };
  const image = (name: string) => `Deployment ${name} differs in spec.template.spec.containers[0].image`;

  it("is released to the other color where the pods that serve were changed", async () => {
    const served = branch.now().green;
    setImage("web-green");
    assert.deepEqual(await up(), said(image("web-green")));
    const { weights, blue } = branch.now();
    assert.deepEqual([weights, blue?.release], [{ blue: 100, green: 0 }, served?.release]);
    assert.deepEqual([imageOf("web-blue"), imageOf("web-green")], ["shop/web:2", "shop/web:by-hand"]);
  });

  it("is given to the idle color again where its pods were changed", async () => {
    setImage("web-blue");
    assert.deepEqual(await up(), said(image("web-blue")));
    assert.deepEqual([imageOf("web-blue"), imageOf("web-green")], ["shop/web:2", "shop/web:2"]);
    assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
  });

  it("is warned of by a plain update and a preview, which say what to do", async () => {
    remove("service", "web-blue");
    const warning =
      "warning: The cluster is not as it was last recorded: Service web-blue is gone. `turnout up` makes it again by itself; before `pulumi up`, run `pulumi refresh`.";
    for (const outcome of [await branch.preview(), await branch.up()]) {
      assert.ok(outcome.ok, outcome.errors);
      assert.ok(outcome.output.includes(warning), outcome.output);
    }
  });

  it("keeps an update from a Deployment that is gone, with what to do", async () => {
    remove("deployment", "web-blue");
    await branch.configure(web("shop/web:3"));
    const { errors } = await branch.up();
    await branch.configure(web("shop/web:2"));
    assert.match(
      errors,
      /^error: before hook "web-blue-before-change" failed: web-blue is gone from the cluster: nothing of it was changed; read the cluster back/m,
    );
    assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
  });
});
