import assert from "node:assert/strict";
import { liveWitness } from "../../live/witness";
import type { ClusterObject } from "../../release/drift";
import { ApiServer } from "./api-server";
import { deploymentsPath } from "./objects";

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web-green", namespace: "shop-dev", resourceVersion: "4711" },
  spec: { replicas: 2, template: { spec: { securityContext: { fsGroup: 10001 } } } },
} as ClusterObject;
const path = `${deploymentsPath}/web-green`;

describe("a Deployment that a witness applies", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await ApiServer.start("kind-shop");
    server.objects[path] = deployment;
  });
  afterEach(() => server.stop());
  const apply = () => liveWitness({}).apply(deployment, "pulumi-kubernetes-1a2b");

  it("applies it as it is, in the name of the field manager and over whatever else holds its fields", async () => {
    await apply();
    const [{ method, path: asked, query, contentType, body } = assert.fail(), ...more] = server.asked;
    assert.deepEqual([method, asked, more], ["PATCH", path, []]);
    assert.deepEqual(query, { fieldManager: "pulumi-kubernetes-1a2b", force: "true" });
    assert.equal(contentType, "application/apply-patch+yaml");
    assert.deepEqual(body, deployment);
  });

  it("fails where somebody was quicker", async () => {
    server.refusal = 409;
    await assert.rejects(apply(), /409/);
  });
});
