import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { contextOf, pinnedCluster, platformOf } from "../../cli/context";

describe("of a stack's files,", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "turnout-context-"))));
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };

  describe("contextOf", () => {
    const own = ".turnout/workspace/Pulumi.dev.yaml";

    it("is what the stack's file says", () => {
      write("Pulumi.dev.yaml", "config:\n  turnout:domain: shop.example\n  turnout:context: kind-shop\n");
      assert.equal(contextOf(root, "dev"), "kind-shop");
      assert.equal(contextOf(root, "prod"), undefined);
    });

    it("is also what stands there without the project's name, which Pulumi adds", () => {
      write("Pulumi.dev.yaml", "config: { context: kind-shop, cluster: c1 }\n");
      assert.equal(contextOf(root, "dev"), "kind-shop");
      assert.equal(pinnedCluster(root, "dev"), "c1");
    });

    it("is first what the file beside the state inside the checkout says", () => {
      write("Pulumi.dev.yaml", "config: { turnout:context: kind-shop }\n");
      write(own, "config: { turnout:context: k3d-mine }\n");
      assert.equal(contextOf(root, "dev"), "k3d-mine");
      write(own, "encryptionsalt: v1:x\n");
      assert.equal(contextOf(root, "dev"), "kind-shop");
    });

    it("is none where no file says one", () => {
      assert.equal(contextOf(root, "dev"), undefined);
      for (const text of [
        "",
        "config:\n",
        "config: {}\n",
        "config: { turnout:context: { secure: v1:x } }\n",
      ]) {
        write("Pulumi.dev.yaml", text);
        assert.equal(contextOf(root, "dev"), undefined, text);
      }
    });

    it("is the one that the AWS CLI makes, where the platform is on AWS", () => {
      const aws = { account: "111122223333", region: "eu-central-1" };
      const project = (platform: string, more = {}) =>
        write(
          "Pulumi.yaml",
          JSON.stringify({ name: "turnout", config: { platform, aws: { value: { ...aws, ...more } } } }),
        );
      project("platform");
      assert.deepEqual(platformOf(root, "dev"), {
        stack: "platform",
        cluster: "arn:aws:eks:eu-central-1:111122223333:cluster/turnout",
      });
      assert.equal(contextOf(root, "dev"), "arn:aws:eks:eu-central-1:111122223333:cluster/turnout");
      write("Pulumi.dev.yaml", "config: { turnout:context: mine }\n");
      assert.equal(contextOf(root, "dev"), "mine");
      project("platform", { cluster: "shop" });
      assert.equal(contextOf(root, "prod"), "arn:aws:eks:eu-central-1:111122223333:cluster/shop");
      project("local");
      assert.equal(contextOf(root, "prod"), undefined);
      assert.equal(platformOf(root, "prod"), undefined);
    });
  });

  describe("pinnedCluster", () => {
    it("is what the stack's file insists on", () => {
      write("Pulumi.dev.yaml", "config: { turnout:cluster: 0123456789abcdef }\n");
      assert.equal(pinnedCluster(root, "dev"), "0123456789abcdef");
      assert.equal(pinnedCluster(root, "prod"), undefined);
    });
  });
});
