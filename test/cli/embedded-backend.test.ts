import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { embeddedBackend } from "../../cli/embedded-backend";

const tracked = "# why\nconfig:\n  turnout:domain: shop.example\n";
const salt = "v1:bgJ1:salt";

describe("embeddedBackend", () => {
  let root: string;
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const modeOf = (path: string) => statSync(join(root, path)).mode & 0o777;
  const own = (stack: string) => `.turnout/workspace/Pulumi.${stack}.yaml`;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "turnout-test-"));
    writeFileSync(join(root, "Pulumi.yaml"), "name: turnout\n");
    writeFileSync(join(root, "Pulumi.dev.yaml"), tracked);
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("keeps state and work folder inside the checkout, for nobody else to read", () => {
    const { folder, environment } = embeddedBackend(root, "dev");
    assert.equal(folder, join(root, ".turnout/workspace"));
    assert.equal(environment.PULUMI_BACKEND_URL, pathToFileURL(join(root, ".turnout/state")).href);
    for (const path of [".turnout", ".turnout/state", ".turnout/workspace"])
      assert.equal(modeOf(path), 0o700, path);
    assert.equal(read(".turnout/workspace/Pulumi.yaml"), "name: turnout\n");
  });

  it("makes its passphrase once, long, for nobody else to read, and a different one for each checkout", () => {
    const first = embeddedBackend(root, "dev").environment.PULUMI_CONFIG_PASSPHRASE;
    assert.match(first ?? "", /^[\w-]{32}$/);
    assert.equal(embeddedBackend(root, "prod").environment.PULUMI_CONFIG_PASSPHRASE, first);
    assert.equal(read(".turnout/passphrase"), first);
    assert.equal(modeOf(".turnout/passphrase"), 0o600);
    rmSync(join(root, ".turnout"), { recursive: true });
    assert.notEqual(embeddedBackend(root, "dev").environment.PULUMI_CONFIG_PASSPHRASE, first);
  });

  it("gives Pulumi a copy of the stack's file: what it writes there never reaches the tracked one", () => {
    embeddedBackend(root, "dev");
    writeFileSync(join(root, own("dev")), `encryptionsalt: ${salt}\n${read(own("dev"))}`);
    embeddedBackend(root, "dev");
    assert.equal(read("Pulumi.dev.yaml"), tracked);
    assert.deepEqual(parse(read(own("dev"))), {
      encryptionsalt: salt,
      config: { "turnout:domain": "shop.example" },
    });
  });

  it("follows what changes in the tracked file, and keeps the salt", () => {
    embeddedBackend(root, "dev");
    writeFileSync(join(root, own("dev")), `encryptionsalt: ${salt}\n`);
    writeFileSync(join(root, "Pulumi.dev.yaml"), "config:\n  turnout:domain: other.example\n");
    embeddedBackend(root, "dev");
    assert.deepEqual(parse(read(own("dev"))), {
      encryptionsalt: salt,
      config: { "turnout:domain": "other.example" },
    });
  });

  it("takes an empty tracked file for one without settings", () => {
    writeFileSync(join(root, "Pulumi.dev.yaml"), "");
    embeddedBackend(root, "dev");
    assert.deepEqual(parse(read(own("dev"))), {});
  });

  it("leaves alone what a stack without a tracked file was told in the work folder", () => {
    embeddedBackend(root, "local-develop");
    assert.ok(!existsSync(join(root, own("local-develop"))));
    const text = `encryptionsalt: ${salt}\nconfig:\n  turnout:context: kind\n`;
    writeFileSync(join(root, own("local-develop")), text);
    embeddedBackend(root, "local-develop");
    assert.equal(read(own("local-develop")), text);
    assert.ok(!existsSync(join(root, "Pulumi.local-develop.yaml")));
  });
});
