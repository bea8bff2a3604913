import assert from "node:assert/strict";
import { kubernetesClient } from "../../live/kubernetes-client";

describe("kubernetesClient", () => {
  it("has all that the package has, in the file that an install made of it", async () => {
    const [made, whole] = [await kubernetesClient(), await import("@kubernetes/client-node")];
    assert.notEqual(made, whole, "npm install made no such file: run it without --ignore-scripts");
    const names = Object.keys(whole).filter((name) => name !== "default");
    assert.ok(names.length > 100);
    assert.deepEqual(
      names.filter((name) => !(name in made)),
      [],
    );
  });

  it("knows times and errors as the package does", async () => {
    const { ApiException, KubeConfig, V1MicroTime } = await kubernetesClient();
    assert.equal(
      JSON.stringify(new V1MicroTime("2026-01-02T03:04:05.678Z")),
      '"2026-01-02T03:04:05.678000Z"',
    );
    assert.equal(new ApiException(404, "no such lease", undefined, {}).code, 404);
    assert.deepEqual(new KubeConfig().getContexts(), []);
  });
});
