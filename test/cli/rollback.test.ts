import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { branches } from "../../branches";
import { moveAtOnce } from "../../cli/rollback";
import { projectIn, Subject } from "../../cli/subject";
import { clusterIdentity, readKubeconfigs } from "../../program/kubeconfig";
import { ApiServer } from "../live/api-server";
import { deploymentOf, deploymentsPath, routeOf, routesPath } from "../live/objects";
import { as, Backend } from "../traffic/backend";
import { platformResources, RecordedCheckout, resourcesOf } from "./recorded";

const arn = "arn:aws:eks:eu-central-1:111122223333:cluster/turnout";
const host = "shop-dev.localhost";

describe("moveAtOnce", () => {
  let server: ApiServer;
  let backend: Backend;
  let checkout: RecordedCheckout;
  beforeEach(async () => {
    checkout = new RecordedCheckout();
    backend = await Backend.start(as("r2"));
    server = await ApiServer.start("kind-shop");
    server.onChange = () => (backend.answer = as("r1"));
    server.objects[deploymentsPath] = {
      items: [deploymentOf("web", "blue", "r1"), deploymentOf("web", "green", "r2")],
    };
    serve(host);
  });
  afterEach(async () => {
    await server.stop();
    await backend.stop();
    checkout.remove();
  });

  function serve(hostname: string): void {
    const route = routeOf("web", { blue: 0, green: 100 });
    server.objects[routesPath] = { items: [{ ...route, spec: { ...route.spec, hostnames: [hostname] } }] };
    server.objects[`${routesPath}/web`] = routeOf("web", { blue: 100, green: 0 });
  }
  const identity = (context?: string) => clusterIdentity(readKubeconfigs(process.env), context) ?? "";
  const urlAt = (hostname: string) => `http://${hostname}:${backend.port}/`;
  const move = () =>
    moveAtOnce(new Subject(projectIn(checkout.root, branches), { stack: "dev" }), "shop-dev", undefined);
  const changed = () => server.asked.filter(({ method }) => method !== "GET").map(({ path }) => path);

  it("sees the traffic move where the last update said that the application answers", async () => {
    checkout.inside("dev", resourcesOf(identity(), urlAt(host)));
    const { web } = await move();
    assert.deepEqual([web?.from, web?.to, web?.failures], ["r2", "r1", 0]);
    assert.ok(web?.milliseconds !== undefined && web.requests >= 20);
    assert.ok(backend.requests.every(({ headers }) => headers.host === `${host}:${backend.port}`));
  });

  it("sees it through the load balancer of a platform on AWS, by that platform's own kubeconfig", async () => {
    const [name, address] = ["shop-dev.shop.example", "127.0.0.1"];
    serve(name);
    checkout.project({
      platform: "platform",
      aws: { value: { account: "111122223333", region: "eu-central-1" } },
    });
    const kubeconfig = readFileSync(process.env.KUBECONFIG ?? "", "utf8");
    const outputs = { cluster: arn, kubeconfig, gateways: { shared: { address } } };
    checkout.inBucket({ dev: resourcesOf(arn, urlAt(name)), platform: platformResources(outputs) });
    const { KUBECONFIG } = process.env;
    process.env.KUBECONFIG = "";
    try {
      const { web } = await move();
      assert.deepEqual([web?.from, web?.to, web?.failures], ["r2", "r1", 0]);
      assert.ok(web?.milliseconds !== undefined);
    } finally {
      process.env.KUBECONFIG = KUBECONFIG;
    }
  });

  it("moves the traffic and proves nothing where it isn't known where to look", async () => {
    for (const url of [undefined, urlAt("renamed.localhost")]) {
      checkout.inside("dev", resourcesOf(identity(), url));
      const before = Date.now();
      const { at, ...proof } = (await move()).web ?? assert.fail("not moved");
      assert.ok(before <= Date.parse(at) && Date.parse(at) <= Date.now());
      assert.deepEqual(proof, { from: "r2", to: "r1", share: 100, requests: 0, failures: 0 });
    }
    assert.deepEqual(changed(), [`${routesPath}/web`, `${routesPath}/web`]);
    assert.equal(backend.requests.length, 0);
  });

  it("waits 5 seconds for the proof, and not until the gateway has taken the route", async () => {
    server.onChange = () => undefined;
    checkout.inside("dev", resourcesOf(identity(), urlAt(host)));
    const before = performance.now();
    const { web } = await move();
    const seconds = (performance.now() - before) / 1000;
    assert.ok(seconds > 4.5, `${seconds} s`);
    assert.deepEqual([web?.to, web?.failures, web?.milliseconds], ["r1", 0, undefined]);
  });

  it("asks nothing of another cluster than the recorded one, though it has the same namespace", async () => {
    checkout.inside("dev", resourcesOf(identity("elsewhere"), urlAt(host)));
    assert.deepEqual([await move(), server.asked], [{}, []]);
    checkout.write("Pulumi.dev.yaml", `config: { turnout:cluster: ${identity()} }\n`);
    assert.deepEqual(Object.keys(await move()), ["web"]);
  });

  it("moves nothing to pods that the last update didn't record", async () => {
    checkout.inside("dev", resourcesOf(identity(), urlAt(host)));
    const started = [deploymentOf("web", "blue", "r3"), deploymentOf("web", "green", "r2")];
    server.objects[deploymentsPath] = { items: started };
    assert.deepEqual([await move(), changed()], [{}, []]);
  });

  it("asks nothing of a cluster where nothing tells which one was recorded", async () => {
    assert.deepEqual([await move(), server.asked], [{}, []]);
    checkout.inBucket({});
    assert.deepEqual([await move(), server.asked], [{}, []]);
  });

  it("asks nothing of a cluster while an update holds the stack", async () => {
    checkout.inside("dev", resourcesOf(identity(), urlAt(host)));
    checkout.write(".turnout/state/.pulumi/locks/organization/turnout/dev/1.json", "{}");
    assert.deepEqual([await move(), server.asked], [{}, []]);
  });

  it("leaves it to the update where an API server takes requests and never answers", async () => {
    checkout.inside("dev", resourcesOf(identity(), urlAt(host)));
    server.silent = true;
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (milliseconds) => timeout(milliseconds / 100);
    try {
      assert.deepEqual(await move(), {});
    } finally {
      AbortSignal.timeout = timeout;
    }
    assert.deepEqual(changed(), []);
  });
});
