import assert from "node:assert/strict";
import { openPaths } from "../../live/paths";
import { isTaken, liveApplication, liveObjects, look, type LiveRoute } from "../../live/look";
import { liveWitness } from "../../live/witness";
import { ApiServer } from "./api-server";
import { deploymentOf, deploymentsPath, routeOf, routesPath } from "./objects";

const preview = routeOf("web", { blue: 0, green: 100 }, { name: "web--preview" });
const webs = {
  deployments: [deploymentOf("web", "blue", "r1", 2), deploymentOf("web", "green", "r2")],
  routes: [preview, routeOf("web", { blue: 90, green: 10 })],
};
const apis = {
  deployments: [deploymentOf("api", "blue", "r7", 0)],
  routes: [routeOf("api", { blue: 100, green: 0 }, { annotations: { "turnout.dev/rejected": "r8" } })],
};
const all = {
  deployments: [...apis.deployments, ...webs.deployments],
  routes: [...webs.routes, ...apis.routes],
};
const web = {
  weights: { blue: 90, green: 10 },
  preview: "green",
  rejected: undefined,
  blue: { release: "r1", replicas: 2, ready: true },
  green: { release: "r2", replicas: 1, ready: true },
};

describe("liveApplication", () => {
  it("finds one application's own among all objects of a namespace", () => {
    assert.deepEqual(liveApplication(all, "web"), web);
    assert.deepEqual(liveApplication(all, "api"), {
      weights: { blue: 100, green: 0 },
      preview: undefined,
      rejected: "r8",
      blue: { release: "r7", replicas: 0, ready: false },
      green: undefined,
    });
  });

  it("knows nothing of an application that isn't there", () => {
    const nothing = {
      weights: undefined,
      preview: undefined,
      rejected: undefined,
      blue: undefined,
      green: undefined,
    };
    assert.deepEqual(liveApplication(all, "we"), nothing);
    assert.deepEqual(liveApplication({ deployments: [], routes: [] }, "web"), nothing);
  });

  it("doesn't take a preview for the way of the users", () => {
    assert.equal(liveApplication({ deployments: [], routes: [preview] }, "web").weights, undefined);
  });
});

describe("isTaken", () => {
  const route = (
    ...parents: { type?: string; status?: string; observedGeneration?: number }[][]
  ): LiveRoute => ({
    metadata: { generation: 3 },
    status: {
      parents: parents.map((conditions) => ({
        conditions: conditions.map((one) => ({ type: "Accepted", status: "True", ...one })),
      })),
    },
  });
  const newest = { observedGeneration: 3 };
  const table: readonly (readonly [title: string, route: LiveRoute, taken: boolean])[] = [
    ["its Gateway has accepted it as it is", route([newest]), true],
    ["its Gateway has seen only what it was before", route([{ observedGeneration: 2 }]), false],
    ["its Gateway doesn't say what it has seen", route([{}]), false],
    ["its Gateway refuses it", route([{ ...newest, status: "False" }]), false],
    ["only its backends were found", route([{ ...newest, type: "ResolvedRefs" }]), false],
    ["one of two Gateways has it", route([newest], [{ observedGeneration: 2 }]), false],
    ["both Gateways have it", route([newest], [{ ...newest, type: "ResolvedRefs" }, newest]), true],
    ["no Gateway has heard of it", route(), false],
    ["it has no status yet", { metadata: { generation: 1 } }, false],
  ];
  for (const [title, route, taken] of table)
    it(`is ${taken ? "" : "not "}so where ${title}`, () => {
      assert.equal(isTaken(route), taken);
    });
});

describe("a look at a cluster", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await ApiServer.start("kind-shop", "other");
    server.objects[deploymentsPath] = { items: webs.deployments };
    server.objects[routesPath] = { items: webs.routes };
  });
  afterEach(() => server.stop());
  const askedFor = () => server.asked.map(({ method, path, query }) => [method, path, query.labelSelector]);

  it("asks for the objects of one application, by its label", async () => {
    assert.deepEqual(await look(await openPaths(), "shop-dev", "web"), web);
    const selector = "turnout.dev/application=web";
    assert.deepEqual(askedFor().sort(), [
      ["GET", deploymentsPath, selector],
      ["GET", routesPath, selector],
    ]);
  });

  it("asks for the objects of all applications at once", async () => {
    const objects = await liveObjects(await openPaths({ context: "other" }), "shop-dev");
    assert.deepEqual(liveApplication(objects, "web"), web);
    assert.deepEqual(
      new Set(askedFor().map(([, , selector]) => selector)),
      new Set(["turnout.dev/application"]),
    );
  });

  it("fails where the cluster refuses or isn't there: nothing is made up", async () => {
    delete server.objects[routesPath];
    await assert.rejects(look(await openPaths(), "shop-dev", "web"));
    await assert.rejects(look(await openPaths({ context: "elsewhere" }), "shop-dev", "web"), /ECONNREFUSED/);
  });

  it("has no cluster where KUBECONFIG is empty, as in an offline diff", async () => {
    const { KUBECONFIG } = process.env;
    process.env.KUBECONFIG = "";
    try {
      await assert.rejects(liveWitness({}).look("shop-dev", "web"), {
        message: "KUBECONFIG is empty, so there is no cluster to ask.",
      });
    } finally {
      process.env.KUBECONFIG = KUBECONFIG;
    }
  });

  it("is what a witness sees, which opens the cluster once and only when it is asked", async () => {
    const witness = liveWitness({ context: "kind-shop" });
    assert.deepEqual(server.asked, []);
    assert.deepEqual(await witness.look("shop-dev", "web"), web);
    assert.deepEqual(await witness.look("shop-dev", "web"), web);
    assert.equal(server.asked.length, 4);
  });

  it("lets a witness see from the route alone that it was taken, where answers name no release", async () => {
    server.objects[`${routesPath}/web`] = routeOf("web", { blue: 0, green: 100 });
    const subject = { namespace: "shop-dev", application: "web", url: "http://127.0.0.1:1/" };
    const end = liveWitness({}).observeMove(subject);
    const { moved, proof } = await end({ at: Date.now(), from: "r1", to: "r2", share: 100 }, 5);
    assert.equal(moved, true);
    assert.deepEqual([proof.from, proof.to, proof.milliseconds], ["r1", "r2", undefined]);
    assert.deepEqual(askedFor(), [["GET", `${routesPath}/web`, undefined]]);
  });
});
