import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { parse } from "yaml";
import {
  backendOf,
  checkpointIn,
  embeddedBackend,
  lastCheckpoint,
  type BackendFacts,
} from "../../cli/backend";
import { recordedCluster } from "../../release/checkpoint";
import { RecordedCheckout, resourcesOf } from "./recorded";

const nobody: BackendFacts = { environment: {}, credentials: undefined, projectUrl: undefined };

describe("backendOf", () => {
  it("is inside the checkout where nobody is logged in", () => {
    assert.equal(backendOf(nobody), "embedded");
  });

  for (const [title, facts] of [
    ["a backend's address in the environment", { environment: { PULUMI_BACKEND_URL: "s3://state" } }],
    ["an access token in the environment", { environment: { PULUMI_ACCESS_TOKEN: "pul-x" } }],
    ["a backend in Pulumi.yaml", { projectUrl: "azblob://state" }],
    ["a login", { credentials: '{"current":"https://api.pulumi.com"}' }],
    ["a login to a folder", { credentials: '{"current":"file://~"}' }],
  ] as const)
    it(`is the person's own with ${title}`, () => {
      assert.equal(backendOf({ ...nobody, ...facts }), "own");
    });

  for (const [title, facts] of [
    ["empty variables", { environment: { PULUMI_BACKEND_URL: "", PULUMI_ACCESS_TOKEN: "" } }],
    ["a logout", { credentials: '{"current":"","accessTokens":{}}' }],
    ["accounts of which none is current", { credentials: '{"accounts":{"https://api.pulumi.com":{}}}' }],
    ["credentials that are cut off", { credentials: '{"current":"https:' }],
    ["credentials that are null", { credentials: "null" }],
  ] as const)
    it(`is inside the checkout with ${title}`, () => {
      assert.equal(backendOf({ ...nobody, ...facts }), "embedded");
    });
});

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

  it("is handed one passphrase by many commands that start at once", async () => {
    const script = `
      const { embeddedBackend } = require("./cli/backend.ts");
      process.stdout.write(embeddedBackend(${JSON.stringify(root)}, "dev").environment.PULUMI_CONFIG_PASSPHRASE);
    `;
    const started = Array.from({ length: 8 }, () =>
      promisify(execFile)(process.execPath, ["--require", "./bin/typescript.js", "--eval", script], {
        cwd: join(__dirname, "../.."),
      }),
    );
    const seen = (await Promise.all(started)).map(({ stdout }) => stdout);
    assert.deepEqual([...new Set(seen)], [read(".turnout/passphrase")]);
    assert.match(seen[0] ?? "", /^[\w-]{32}$/);
    assert.deepEqual(readdirSync(join(root, ".turnout")).sort(), ["passphrase", "state", "workspace"]);
  });

  const passphrase = "The passphrase of this checkout's state, .turnout/passphrase,";
  const restore =
    "nothing was done. Put back the one that the state was made with; without it the stacks of .turnout can't be read, and must be removed by hand before .turnout is deleted.";
  const place = () => {
    mkdirSync(join(root, ".turnout"), { mode: 0o700 });
    return join(root, ".turnout", "passphrase");
  };

  it("refuses a passphrase that is empty, blank, or no file", () => {
    const file = place();
    for (const text of ["", "\n", "  "]) {
      writeFileSync(file, text, { mode: 0o600 });
      assert.throws(() => embeddedBackend(root, "dev"), { message: `${passphrase} is empty; ${restore}` });
    }
    rmSync(file);
    writeFileSync(join(root, "mine"), "x".repeat(32), { mode: 0o600 });
    symlinkSync("../mine", file);
    assert.throws(() => embeddedBackend(root, "dev"), { message: `${passphrase} is no file; ${restore}` });
  });

  it("refuses a passphrase that other users may read or write", function () {
    if (process.platform === "win32") this.skip();
    const file = place();
    writeFileSync(file, "x".repeat(32));
    for (const mode of [0o644, 0o640, 0o604, 0o602]) {
      chmodSync(file, mode);
      assert.throws(() => embeddedBackend(root, "dev"), {
        message: `${passphrase} may be read by other users; nothing was done. Run \`chmod 600 .turnout/passphrase\`, and change the secrets if somebody may have seen it.`,
      });
    }
    chmodSync(file, 0o600);
    assert.equal(embeddedBackend(root, "dev").environment.PULUMI_CONFIG_PASSPHRASE, "x".repeat(32));
  });

  it("refuses a .turnout that is a link or a file, and such folders in it", () => {
    const refused = (name: string, is: string) =>
      assert.throws(() => embeddedBackend(root, "dev"), {
        message: `${name} is ${is}: it must be a folder of this checkout's own, for it keeps state and passphrase; nothing was done. Remove it, also from git if it was committed.`,
      });
    mkdirSync(join(root, "elsewhere"));
    symlinkSync("elsewhere", join(root, ".turnout"));
    refused(".turnout", "a link");
    assert.deepEqual(readdirSync(join(root, "elsewhere")), []);
    rmSync(join(root, ".turnout"));
    writeFileSync(join(root, ".turnout"), "");
    refused(".turnout", "no folder");
    rmSync(join(root, ".turnout"));
    mkdirSync(join(root, ".turnout"));
    symlinkSync("../elsewhere", join(root, ".turnout", "state"));
    refused(".turnout/state", "a link");
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

  it("keeps text in quotes, which Pulumi would take for numbers and times without them", () => {
    const texts = [
      "010",
      "1_000",
      "0b11",
      "2026-11-30",
      "<<",
      "yes",
      "a: b",
      `${"long ".repeat(40)}x`,
      "two\nlines",
    ];
    writeFileSync(
      join(root, "Pulumi.dev.yaml"),
      `config:\n  turnout:overrides: &one { web: ${JSON.stringify(texts)}, "1_0": 5 }\n  shop:copy: { <<: *one, web: 1 }\n`,
    );
    embeddedBackend(root, "dev");
    const copy = read(own("dev"));
    for (const text of texts) assert.ok(copy.includes(JSON.stringify(text)), text);
    assert.deepEqual(parse(copy), {
      config: { "turnout:overrides": { web: texts, "1_0": 5 }, "shop:copy": { web: 1, "1_0": 5 } },
    });
    assert.ok(copy.includes('"1_0":'));
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

describe("lastCheckpoint", () => {
  let checkout: RecordedCheckout;
  beforeEach(() => (checkout = new RecordedCheckout()));
  afterEach(() => checkout.remove());
  const cluster = async (stack = "dev") => recordedCluster(await lastCheckpoint(checkout.root, stack));

  it("is read from the state inside the checkout", async () => {
    checkout.inside("dev", resourcesOf("c1", undefined));
    assert.equal(await cluster(), "c1");
  });

  it("is asked of Pulumi where the state is kept elsewhere, whatever a time before that left in the checkout", async () => {
    checkout.inside("dev", resourcesOf("c1", undefined));
    checkout.inBucket({ dev: resourcesOf("c2", undefined) });
    assert.equal(await cluster(), "c2");
  });

  it("is none where there is no such stack", async () => {
    await assert.rejects(cluster(), /ENOENT/);
    checkout.inBucket({});
    await assert.rejects(cluster(), /^Error: Command failed: pulumi stack export --stack dev/);
  });
});

describe("checkpointIn", () => {
  it("leaves out what waits for its deletion", () => {
    const [, provider] = resourcesOf("c1", undefined);
    const old = { ...resourcesOf("c0", undefined)[1], delete: true };
    const text = JSON.stringify({ deployment: { resources: [provider, old] } });
    assert.equal(recordedCluster(checkpointIn(text)), "c1");
  });

  it("holds no secret", () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "v1:x",
    };
    const resource = { urn: "u", type: "t", outputs: { a: secret, b: [{ c: secret, d: 1 }] } };
    assert.deepEqual(checkpointIn(JSON.stringify({ deployment: { resources: [resource] } })), {
      u: { type: "t", outputs: { a: "[secret]", b: [{ c: "[secret]", d: 1 }] } },
    });
  });

  it("is empty for a stack that never came up", () => {
    for (const text of ["{}", '{"checkpoint":{"latest":null}}', '{"deployment":{}}'])
      assert.deepEqual(checkpointIn(text), {});
  });
});
