import assert from "node:assert/strict";
import { fastRollback } from "../../cli/fast-rollback";
import { ApiServer } from "../live/api-server";
import { deploymentOf, deploymentsPath, routeOf, routesPath } from "../live/objects";
import { as, Backend } from "../traffic/backend";

describe("fastRollback", () => {
  let server: ApiServer;
  let backend: Backend;
  beforeEach(async () => {
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
  const rollback = (application?: string) =>
    fastRollback({
      namespace: "shop-dev",
      reach: {
        way: {},
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

  it("fails where somebody changed the route in between, and asks no more", async () => {
    server.refusal = 409;
    await assert.rejects(rollback(), /409/);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { length } = backend.requests;
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(backend.requests.length, length);
  });
});
