import assert from "node:assert/strict";
import { join } from "node:path";
import { contentTag } from "../../../program/content-tag";
import { declare, inside, ofKind, the, web } from "../declared";

const built = { ...web, image: "localhost/smallcase", build: "app" };
const tag = contentTag(join(__dirname, "../../../app"));
const type = "docker:index/image:Image";

describe("images that are built here", () => {
  const declared = (settings: Readonly<Record<string, string>>, images: readonly string[] = []) =>
    declare({
      applications: [built, { ...web, name: "api" }],
      settings,
      checkpoint: Object.fromEntries(
        images.map((imageName) => [
          `urn:pulumi:dev::turnout::${type}::web`,
          { type, outputs: { imageName } },
        ]),
      ),
    });

  it("are loaded into kind, from a context that is the same on every machine", async () => {
    const recording = await declared({ "turnout:context": "kind-shop" });
    assert.equal(ofKind(recording, "Image").length, 1);
    const image = the(recording, "Image", "web");
    assert.deepEqual(image.inputs, {
      imageName: `localhost/smallcase:${tag}`,
      build: { context: ".turnout/build/web", dockerfile: ".turnout/build/web/Dockerfile" },
      skipPush: true,
      buildOnPreview: false,
    });
    assert.equal(image.type, type);
    assert.deepEqual(image.ignoreChanges, []);
  });

  it("are pushed to a registry, and run from there", async () => {
    const recording = await declared({ "turnout:registry": "localhost:5000/shop" });
    const ref = `localhost:5000/shop/web:${tag}`;
    const { imageName, skipPush } = the(recording, "Image", "web").inputs;
    assert.deepEqual({ imageName, skipPush }, { imageName: ref, skipPush: false });
    const pods = inside(
      the(recording, "Deployment", "web-blue"),
      "spec",
      "template",
      "spec",
      "containers",
      0,
    );
    assert.equal((pods as { image?: string }).image, ref);
  });

  it("are not built again by a machine of another architecture", async () => {
    const recording = await declared({ "turnout:context": "kind-shop" }, [`localhost/smallcase:${tag}`]);
    assert.deepEqual(the(recording, "Image", "web").ignoreChanges, ["build"]);
  });

  it("are taken as they are on any other cluster", async () => {
    for (const context of ["shop-admin", "local"])
      assert.deepEqual(ofKind(await declared({ "turnout:context": context }), "Image"), []);
    assert.deepEqual(ofKind(await declared({}), "Image"), []);
  });
});
