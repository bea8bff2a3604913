import assert from "node:assert/strict";
import { untilBound } from "../../live/bindings";
import { liveWitness } from "../../live/witness";
import type { Bindings } from "../../program/witness";
import { FakeWitness } from "../components/fake-witness";
import { planned } from "../components/planned";
import { ApiServer } from "./api-server";
import { routeOf, routesPath } from "./objects";

const bindingsPath = "/apis/elbv2.k8s.aws/v1beta1/namespaces/shop-dev/targetgroupbindings";
const binding = (service: string, generation = 1, observed: number | undefined = generation) => ({
  metadata: { generation },
  spec: { serviceRef: { name: service }, targetType: "ip" },
  status: { ...(observed !== undefined && { observedGeneration: observed }) },
});
const routes = [
  routeOf("web", { blue: 100, green: 0 }),
  routeOf("web", { blue: 100, green: 0 }, { name: "web--preview" }),
];

describe("a live witness of bindings", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await ApiServer.start("here");
    server.objects[routesPath] = { items: routes };
  });
  afterEach(() => server.stop());

  const found = async (...items: object[]): Promise<Bindings> => {
    server.objects[bindingsPath] = { items };
    return liveWitness({}).bindings("shop-dev", "web", "blue");
  };

  it("counts those of the color's own Service", async () => {
    assert.deepEqual(await found(), { routes: 2, bound: 0 });
    assert.deepEqual(await found(binding("web-green"), binding("web-blue")), { routes: 2, bound: 1 });
    assert.deepEqual(await found(binding("web-blue"), binding("web-blue")), { routes: 2, bound: 2 });
  });

  it("doesn't count one that the controller has not worked on as it is now", async () => {
    const fresh = { ...binding("web-blue"), status: {} };
    assert.equal((await found(binding("web-blue"), fresh, binding("web-blue", 2, 1))).bound, 1);
  });

  it("counts no route that leads elsewhere", async () => {
    const [first = assert.fail()] = routes;
    const elsewhere = { ...first, spec: { ...first.spec, rules: [{ backendRefs: [{ name: "other" }] }] } };
    server.objects[routesPath] = { items: [first, elsewhere] };
    assert.deepEqual(await found(binding("web-blue")), { routes: 1, bound: 1 });
  });

  it("gives the reason why a route is refused", async () => {
    const conditions = [{ type: "Accepted", status: "False", reason: "NotAllowedByListeners", message: "" }];
    const [first = assert.fail()] = routes;
    server.objects[routesPath] = { items: [{ ...first, status: { parents: [{ conditions }] } }] };
    assert.equal((await found()).refused, "no listener of the Gateway allows it (NotAllowedByListeners)");
  });
});

describe("untilBound", () => {
  const wait = async (bound: readonly Bindings[], more: object = {}) => {
    const witness = new FakeWitness({});
    witness.bound = bound;
    const { application } = planned();
    await untilBound(witness, "shop-dev", { ...application, ...more }, "blue");
    return witness.asked.length;
  };

  it("ends once every route of the color is bound, and not before there is one", async () => {
    const states = [
      { routes: 0, bound: 0 },
      { routes: 2, bound: 1 },
      { routes: 2, bound: 2 },
    ];
    assert.equal(await wait(states), 3);
  });

  it("says how far it came where the controller makes none", async () => {
    await assert.rejects(wait([{ routes: 2, bound: 1 }], { readyTimeoutSeconds: 0 }), {
      message:
        "No pod of web-blue was made, for the load balancer would send it no request: after 0 s its controller has bound 1 of 2 routes. Look into the log of the AWS Load Balancer Controller, and run the update again.",
    });
  });

  it("waits for no route that is refused, but for a moment's refusal", async () => {
    const refused = { routes: 2, bound: 0, refused: "no such listener (NoMatchingParent)" };
    await assert.rejects(wait([refused], { failFastSeconds: 0 }), {
      message:
        "No pod of web-blue was made, for the load balancer would send it no request: its route is refused: no such listener (NoMatchingParent). Correct that, and run the update again.",
    });
    assert.equal(await wait([refused, { routes: 2, bound: 2 }]), 2);
  });
});
