import assert from "node:assert/strict";
import { applyDeployment } from "../../live/apply-deployment";
import { openKubernetes } from "../../live/kubernetes";
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

describe("applyDeployment", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await ApiServer.start("kind-shop");
    server.objects[path] = deployment;
  });
  afterEach(() => server.stop());
  const apply = async () => applyDeployment(await openKubernetes(), deployment, "pulumi-kubernetes-1a2b");

  it("applies it as it is, in the name of the field manager and over whatever else holds its fields", async () => {
    await apply();
    assert.deepEqual(server.asked, [
      {
        method: "PATCH",
        path,
        query: { fieldManager: "pulumi-kubernetes-1a2b", force: "true" },
        contentType: "application/apply-patch+yaml",
        body: deployment,
      },
    ]);
  });

  it("fails where somebody was quicker", async () => {
    server.refusal = 409;
    await assert.rejects(apply(), /409/);
  });
});
