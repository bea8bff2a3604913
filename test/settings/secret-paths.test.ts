import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretPaths } from "../../settings/secret-paths";

describe("secretPaths", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "turnout-secrets-"));
    mkdirSync(join(root, ".turnout", "workspace"), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const write = (folder: string, config: string) => {
    writeFileSync(join(root, folder, "Pulumi.dev.yaml"), `config: ${config}\n`);
  };

  it("are of the one in the backend's own folder, and of the checkout's alone where there is one: it is copied there", () => {
    write(".turnout/workspace", "{ shop:overrides: { web: { secrets: { A: { secure: v1:x } } } } }");
    assert.deepEqual(secretPaths(root, "shop", "dev"), [["overrides", "web", "secrets", "A"]]);
    write(
      "",
      "{ shop:applications: [{ name: web }, { env: { B: { secure: v1:y } } }], shop:domain: secure }",
    );
    assert.deepEqual(secretPaths(root, "shop", "dev"), [["applications", 1, "env", "B"]]);
  });

  it("are none for a stack without a file, or of another project", () => {
    assert.deepEqual(secretPaths(root, "shop", "dev"), []);
    write("", "{ shop-other:domain: { secure: v1:x }, aws:token: { secure: v1:x } }");
    assert.deepEqual(secretPaths(root, "shop", "dev"), []);
  });
});
