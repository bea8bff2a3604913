import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { contextOf } from "../../cli/context";

describe("contextOf", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "turnout-context-"))));
  afterEach(() => rmSync(root, { recursive: true }));

  const own = ".turnout/workspace/Pulumi.dev.yaml";
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };

  it("is what the stack's file says", () => {
    write("Pulumi.dev.yaml", "config:\n  turnout:domain: shop.example\n  turnout:context: kind-shop\n");
    assert.equal(contextOf(root, "dev"), "kind-shop");
    assert.equal(contextOf(root, "prod"), undefined);
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
    for (const text of ["", "config:\n", "config: {}\n", "config: { turnout:context: { secure: v1:x } }\n"]) {
      write("Pulumi.dev.yaml", text);
      assert.equal(contextOf(root, "dev"), undefined, text);
    }
  });
});
