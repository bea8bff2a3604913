import assert from "node:assert/strict";
import { BuiltImage, type ImageSource } from "../../../components/environment/aws-images";
import { the } from "../declared";
import { recorded } from "../platform/recorded";

const registry = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";
const source: ImageSource = {
  ref: `${registry}/smallcase/web:0123456789abcdef`,
  context: ".turnout/build/web",
  isPushed: false,
  login: { address: registry, username: "AWS", password: "hunter2" },
};

describe("BuiltImage", () => {
  const declare = async (more: Partial<ImageSource> = {}) =>
    the(
      await recorded(
        ({ parent }) => new BuiltImage("web", { ...source, ...more }, { ...(parent && { parent }) }),
      ),
      "Image",
      "web",
    );

  it("keeps layers beside the image in the one form that ECR takes, and looks for them there", async () => {
    const ref = `${registry}/smallcase/web:cache`;
    const { inputs } = await declare({ cache: ref });
    assert.deepEqual(inputs.cacheFrom, [{ registry: { ref } }]);
    assert.deepEqual(inputs.cacheTo, [
      { registry: { ref, mode: "max", imageManifest: true, ociMediaTypes: true } },
    ]);
    assert.ok(!("noCache" in inputs));
  });

  it("takes no layer from anywhere without a cache, not even from an earlier build on this machine", async () => {
    const { inputs } = await declare();
    assert.equal(inputs.noCache, true);
    assert.ok(!("cacheFrom" in inputs) && !("cacheTo" in inputs));
  });

  it("isn't pushed again under its tag when only the way of building it is another", async () => {
    assert.deepEqual((await declare()).ignoreChanges, []);
    assert.deepEqual((await declare({ isPushed: true })).ignoreChanges, ["cacheFrom", "cacheTo", "noCache"]);
  });
});
