import assert from "node:assert/strict";
import { checkpointIn } from "../../cli/backend";
import { fastRollback, reachOf, type Facts } from "../../cli/fast-rollback";
import { liveApplication, type LiveObjects, type LiveRoute } from "../../live/look";
import type { Deployment } from "../../release/checkpoint";
import { ApiServer } from "../live/api-server";
import { deploymentOf, deploymentsPath, routeOf, routesPath } from "../live/objects";
import { as, Backend } from "../traffic/backend";
import { platformResources, resourcesOf } from "./recorded";

describe("fastRollback", () => {
  let server: ApiServer;
  let backend: Backend;
  beforeEach(async () => {
    recorded = undefined;
    backend = await Backend.start(as("r2"));
    server = await ApiServer.start("kind-shop");
    // The gateway follows the route.
    server.onChange = () => (backend.answer = as("r1"));
    holds(["web", "r1", "r2"]);
  });
  afterEach(async () => {
    await server.stop();
    await backend.stop();
  });

  /** Applications, each with what blue has, kept warm unless said otherwise, and what green serves. */
  function holds(...applications: (readonly [name: string, blue: string, green: string, warm?: number])[]) {
    const deployments = applications.flatMap(([name, blue, green, warm = 1]) => [
      deploymentOf(name, "blue", blue, warm),
      deploymentOf(name, "green", green),
    ]);
    const routes = applications.flatMap(([name]) => [
      routeOf(name, { blue: 0, green: 100 }),
      routeOf(name, { blue: 0, green: 100 }, { name: `${name}--preview` }),
    ]);
    server.objects[deploymentsPath] = { items: deployments };
    server.objects[routesPath] = { items: routes };
    for (const [name] of applications)
      server.objects[`${routesPath}/${name}`] = routeOf(name, { blue: 100, green: 0 });
  }
  const live = (): LiveObjects => ({
    deployments: (server.objects[deploymentsPath] as { items: Deployment[] }).items,
    routes: (server.objects[routesPath] as { items: LiveRoute[] }).items,
  });
  /** By default as the cluster has them. */
  let recorded: LiveObjects | undefined;
  const rollback = (application?: string) =>
    fastRollback({
      namespace: "shop-dev",
      reach: {
        way: {},
        state: "0123456789ab",
        recordedOf: (name) => liveApplication(recorded ?? live(), name),
        entryOf: () => ({ url: `http://shop-dev.shop.example:${backend.port}/`, via: "127.0.0.1" }),
      },
      application,
      headerOf: () => "X-Release",
    });
  const changed = () => server.asked.filter(({ method }) => method !== "GET").map(({ path }) => path);

  it("moves the traffic back to what is warm, and tells what users' requests saw of it", async () => {
    const switches = await rollback();
    assert.deepEqual(changed(), [`${routesPath}/web`]);
    const { spec } = server.asked.at(-1)?.body as ReturnType<typeof routeOf>;
    assert.deepEqual(
      spec.rules[0]?.backendRefs.map(({ name, weight }) => [name, weight]),
      [
        ["web-blue", 100],
        ["web-green", 0],
      ],
    );
    const { from, to, share, failures, requests, milliseconds } = switches.web ?? assert.fail("not moved");
    assert.deepEqual([from, to, share, failures], ["r2", "r1", 100, 0]);
    assert.ok(requests >= 20 && milliseconds !== undefined);
  });

  it("leaves to the update what isn't warm", async () => {
    holds(["web", "r1", "r2", 0]);
    assert.deepEqual([await rollback(), changed()], [{}, []]);
  });

  it("moves nothing to a release that the checkpoint doesn't have: an update may have died while it came up", async () => {
    recorded = live();
    holds(["web", "r3", "r2"]);
    assert.deepEqual([await rollback(), changed()], [{}, []]);
    holds(["web", "r1", "r2"]);
    assert.deepEqual(Object.keys(await rollback()), ["web"]);
  });

  it("moves nothing where it isn't clear which application is meant, and the one that is named", async () => {
    holds(["web", "r1", "r2"], ["api", "r1", "r8"]);
    assert.deepEqual([await rollback(), changed()], [{}, []]);
    assert.deepEqual(Object.keys(await rollback("api")), ["api"]);
    assert.deepEqual(changed(), [`${routesPath}/api`]);
  });

  it("takes the only one that can go back for the one that is meant", async () => {
    holds(["web", "r1", "r2", 0], ["api", "r1", "r8"]);
    assert.deepEqual(Object.keys(await rollback()), ["api"]);
  });

  it("moves nothing of an application that isn't there", async () => {
    assert.deepEqual([await rollback("shop"), changed()], [{}, []]);
  });

  const marked = (state: string) => ({
    metadata: { name: "shop-dev", annotations: { "turnout.dev/state": state } },
  });

  it("moves nothing in a namespace that is another's by now", async () => {
    server.objects["/api/v1/namespaces/shop-dev"] = marked("ba9876543210");
    assert.deepEqual([await rollback(), changed()], [{}, []]);
  });

  it("moves the traffic of a namespace that is its own", async () => {
    server.objects["/api/v1/namespaces/shop-dev"] = marked("0123456789ab");
    assert.deepEqual(Object.keys(await rollback()), ["web"]);
  });

  it("fails where the route is not Pulumi's, and changes nothing", async () => {
    const { items } = server.objects[routesPath] as { items: { metadata: object }[] };
    for (const { metadata } of items) Object.assign(metadata, { managedFields: [] });
    await assert.rejects(rollback(), { message: "Route web was not made by Pulumi." });
    assert.deepEqual(changed(), []);
  });

  it("fails where somebody changed the route in between, and asks no more", async () => {
    server.refusal = 409;
    await assert.rejects(rollback(), /409/);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { length } = backend.requests;
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(backend.requests.length, length);
  });
});

const checkpointOf = (resources: readonly object[]) =>
  checkpointIn(JSON.stringify({ deployment: { resources } }));
const told = (...args: Parameters<typeof resourcesOf>) => checkpointOf(resourcesOf(...args));
const url = "http://shop-dev.localhost:8000/";

describe("reachOf", () => {
  const facts: Facts = { checkpoint: told("c1", url), context: "kind-shop", current: "c1" };

  it("is the context that leads to the recorded cluster, and where it was recorded to answer", () => {
    const { way, entryOf } = reachOf(facts) ?? assert.fail("there is none");
    assert.deepEqual(way, { context: "kind-shop" });
    assert.deepEqual([entryOf("web"), entryOf("api")], [{ url }, undefined]);
  });

  const ways: readonly (readonly [title: string, more: Partial<Facts>, reached: boolean])[] = [
    ["the context leads to another cluster", { current: "c2" }, false],
    ["the context leads nowhere", { current: undefined }, false],
    ["nothing was recorded", { checkpoint: {} }, false],
    ["the cluster was not known then", { checkpoint: told("unknown", url), current: undefined }, false],
    ["the settings insist on this one over the recorded one", { current: "c2", pinned: "c2" }, true],
    ["the settings insist on another one", { pinned: "c2" }, false],
    ["the settings insist on one, and nothing was recorded", { checkpoint: {}, pinned: "c1" }, false],
  ];
  for (const [title, more, reached] of ways)
    it(`is ${reached ? "there" : "none"} where ${title}`, () => {
      assert.equal(reachOf({ ...facts, ...more }) !== undefined, reached);
    });

  describe("on AWS", () => {
    const arn = "arn:aws:eks:eu-central-1:111122223333:cluster/turnout";
    const gateways = { shared: { address: "lb-1.example" }, "shared-2": { address: "lb-2.example" } };
    const onAws = (checkpoint: Facts["checkpoint"], outputs: object = {}): Facts => ({
      checkpoint,
      platform: {
        cluster: arn,
        checkpoint: checkpointOf(platformResources({ cluster: arn, kubeconfig: "{}", gateways, ...outputs })),
      },
    });

    it("is the platform's kubeconfig, and the load balancer that its Gateway has, where no DNS leads there", () => {
      const http = "http://shop-dev.shop.example/";
      for (const [gateway, via] of [
        ["shared", "lb-1.example"],
        ["shared-2", "lb-2.example"],
      ] as const) {
        const reach = reachOf(onAws(told(arn, http, gateway))) ?? assert.fail("there is none");
        assert.deepEqual([reach.way, reach.entryOf("web")], [{ kubeconfig: "{}" }, { url: http, via }]);
      }
      assert.equal(reachOf(onAws(told(arn, http, "shared-3")))?.entryOf("web"), undefined);
      assert.equal(reachOf(onAws(told(arn, undefined)))?.entryOf("web"), undefined);
    });

    it("is HTTPS at the domain's own name, where there is one", () => {
      const https = "https://shop-dev.shop.example/";
      assert.deepEqual(reachOf(onAws(told(arn, https)))?.entryOf("web"), { url: https });
    });

    it("is none where the settings, the platform or the record are about another cluster", () => {
      const other = arn.replace("turnout", "other");
      assert.equal(reachOf(onAws(told(other, url))), undefined);
      assert.equal(reachOf(onAws(told("c1", url))), undefined);
      assert.equal(reachOf(onAws(told(arn, url), { cluster: other })), undefined);
      assert.equal(reachOf(onAws(told(arn, url), { kubeconfig: undefined })), undefined);
    });
  });
});
