import assert from "node:assert/strict";
import { openPaths } from "../../live/paths";
import { survey } from "../../live/survey";
import { liveWitness } from "../../live/witness";
import { ApiServer } from "./api-server";

const service = { apiVersion: "v1", kind: "Service" };
const route = { apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute" };
const policy = { apiVersion: "vpcresources.k8s.aws/v1beta1", kind: "SecurityGroupPolicy" };
const gateway = { apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway" };
const named = (name: string) => ({ metadata: { name, namespace: "shop" } });

describe("survey", () => {
  let server: ApiServer;
  const look = async (...kinds: (typeof service)[]) => survey(await openPaths({}), "shop", kinds);
  beforeEach(async () => {
    server = await ApiServer.start("kind-shop");
    server.objects["/api/v1/namespaces/shop"] = { metadata: { name: "shop" } };
  });
  afterEach(() => server.stop());

  it("has the namespace and the objects of each kind in it, as they are", async () => {
    server.objects["/api/v1/namespaces/shop/services"] = { items: [named("web-blue"), named("web-green")] };
    const group = "/apis/gateway.networking.k8s.io/v1/namespaces/shop";
    server.objects[`${group}/httproutes`] = { items: [{ ...named("web"), spec: { default: 1 } }] };
    server.objects[`${group}/gateways`] = { items: [] };
    server.objects["/apis/vpcresources.k8s.aws/v1beta1/namespaces/shop/securitygrouppolicies"] = {
      items: [named("environment")],
    };
    assert.deepEqual(await look(service, route, gateway, policy), {
      objects: [
        { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
        { ...service, ...named("web-blue") },
        { ...service, ...named("web-green") },
        { ...route, ...named("web"), spec: { default: 1 } },
        { ...policy, ...named("environment") },
      ],
      unseen: [],
    });
  });

  it("has no namespace where there is none", async () => {
    delete server.objects["/api/v1/namespaces/shop"];
    assert.deepEqual(await look(), { objects: [], unseen: [] });
  });

  it("says which kinds it could not see", async () => {
    const { objects, unseen } = await look(service, route);
    assert.deepEqual([objects.length, unseen], [1, [service, route]]);
  });

  it("isn't made where no cluster is to be asked", async () => {
    const { KUBECONFIG } = process.env;
    process.env.KUBECONFIG = "";
    try {
      assert.equal(await liveWitness({}).survey("shop", [service]), undefined);
    } finally {
      process.env.KUBECONFIG = KUBECONFIG;
    }
  });
});
