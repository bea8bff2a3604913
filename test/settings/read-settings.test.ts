import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { gatewayProblems, readSettings, secretPaths, stackConfig } from "../../settings/read-settings";
import { mergeStackFiles, type StackConfig } from "../../settings/stack-files";
import { branches } from "../../branches";
import type { BranchMap } from "../../naming/branch-map";
import { sentence } from "../../problems/problem";
import { parseSettings } from "../../settings/settings";
import { declare } from "../components/declared";
import { rule } from "../naming/maps";
import { declareOnAws } from "../components/on-aws";
import { settingsWith } from "./shop";

const project = readFileSync(join(__dirname, "..", "..", "Pulumi.yaml"), "utf8");
const defaults = mergeStackFiles(project, undefined).values;

describe("readSettings", () => {
  const read = () => readSettings(process.cwd(), branches);
  const given = async (values: StackConfig["values"], name = "turnout") => {
    await pulumi.runtime.setMocks(
      { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
      name,
      "x",
    );
    pulumi.runtime.setAllConfig({ ...values });
  };
  after(() => {
    pulumi.runtime.setAllConfig({});
  });
  const aws = '{"account":"111122223333","region":"eu-central-1","hostedZone":"Z0123456789AB"}';
  const own = {
    ...defaults,
    "turnout:platform": "platform",
    "turnout:aws": aws,
    "turnout:domain": "shop.example",
    "turnout:gateway": '{"own":true,"idleTimeoutSeconds":50}',
  };

  it("lays the gateway that an engine hands over on the project's, as the files of a stack are read offline", async () => {
    await given(own);
    const settings = read();
    assert.ok(settings.role === "environment");
    const { namespace, name, own: isOwn, idleTimeoutSeconds, deregistrationDelaySeconds } = settings.gateway;
    assert.deepEqual(
      [namespace, name, isOwn, idleTimeoutSeconds, deregistrationDelaySeconds],
      ["turnout-gateway", "shared", true, 50, 30],
    );
  });

  it("leaves what is no object for the check to name", async () => {
    await given({ ...own, "turnout:gateway": "shared" });
    assert.throws(read, {
      message:
        '1 setting is wrong in stack x; nothing was changed:\n  turnout:gateway is "shared": must hold namespace and name; write it as { namespace: turnout-gateway, name: shared }.',
    });
  });

  it("reads them in a project of any name", async () => {
    await given(own, "shop");
    assert.equal(read().role, "environment");
  });
});

describe("stackConfig", () => {
  before(() => {
    pulumi.runtime.setAllConfig(
      {
        "turnout:domain": "shop.example",
        "turnout:context": "4",
        "turnout:applications": '[{"name":"web","secrets":{"A":"b"}}]',
        "turnout:overrides": "{",
        "turnout:gateway": '{"port":80}',
        "turnout-other:domain": "elsewhere",
        "aws:region": "eu-central-1",
      },
      ["turnout:applications"],
    );
  });
  after(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("is what stands under our namespace, structured values parsed, secrets in the clear", () => {
    assert.deepEqual(stackConfig(), {
      domain: "shop.example",
      context: "4",
      applications: [{ name: "web", secrets: { A: "b" } }],
      overrides: "{", // the settings' own check refuses it
      gateway: { port: 80 },
    });
  });

  it("is empty where all is a project's own", () => {
    pulumi.runtime.setAllConfig({ "shop:domain": "shop.example", "aws:region": "eu-central-1" });
    assert.deepEqual(stackConfig(), {});
  });
});

const sentencesFor = (namespace: string, map: BranchMap = branches) => {
  const parsed = parseSettings(settingsWith({ gateway: { namespace, name: "shared" } }));
  assert.ok("settings" in parsed);
  return gatewayProblems(parsed.settings, map).map(sentence);
};
const within = (namespace: string, pattern: string) =>
  `turnout:gateway.namespace is "${namespace}": must be apart from the environments' namespaces, which are ${pattern} ` +
  "by branches.ts, or a branch could change the Gateway of all; rename it, or those in branches.ts.";

describe("the Gateways' namespace", () => {
  it("is apart from the environments' by the project's own settings and map", () => {
    assert.deepEqual(sentencesFor("turnout-gateway"), []);
    assert.deepEqual(sentencesFor("smallcase"), []);
    assert.deepEqual(sentencesFor("kube-system"), []);
  });

  it("must not fall under their common pattern, whether a branch can get it or not", () => {
    for (const namespace of ["smallcase-gateway", "smallcase-blue", "smallcase-local-x"])
      assert.deepEqual(sentencesFor(namespace), [within(namespace, "smallcase-*")]);
  });

  it("must not fall under any of them where they have no pattern in common", () => {
    const map = {
      app: "shop",
      rules: [rule("main", "prod", "production"), rule("*", "pr-<name>", "<name>-shop")],
    };
    assert.deepEqual(sentencesFor("turnout-gateway", map), []);
    assert.deepEqual(sentencesFor("production", map), [within("production", "production")]);
    assert.deepEqual(sentencesFor("gateway-shop", map), [within("gateway-shop", "*-shop")]);
    assert.deepEqual(sentencesFor("shop-local-x", map), [within("shop-local-x", "shop-local-*")]);
  });

  describe("in the program, offline", () => {
    const wrong = { "turnout:gateway": JSON.stringify({ namespace: "smallcase-gateway", name: "shared" }) };
    const platform = { "turnout:role": "platform" };
    const refused = (stack: string) => ({
      message: `1 setting is wrong in stack ${stack}; nothing was changed:\n  ${within("smallcase-gateway", "smallcase-*")}`,
    });

    it("is refused to an environment and to a platform, on a local cluster", async () => {
      await assert.rejects(declare({ settings: wrong }), refused("dev"));
      await assert.rejects(
        declare({ stack: "platform", settings: { ...wrong, ...platform } }),
        refused("platform"),
      );
    });

    it("is refused to both on AWS", async () => {
      await assert.rejects(declareOnAws({ settings: wrong }), refused("dev"));
      await assert.rejects(
        declareOnAws({ stack: "platform", settings: { ...wrong, ...platform } }),
        refused("platform"),
      );
    });
  });
});

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
    write(".turnout/workspace", "{ turnout:overrides: { web: { secrets: { A: { secure: v1:x } } } } }");
    assert.deepEqual(secretPaths(root, "shop", "dev"), [["overrides", "web", "secrets", "A"]]);
    write(
      "",
      "{ turnout:applications: [{ name: web }, { env: { B: { secure: v1:y } } }], turnout:domain: secure }",
    );
    assert.deepEqual(secretPaths(root, "shop", "dev"), [["applications", 1, "env", "B"]]);
  });

  it("are none for a stack without a file, or of another project", () => {
    assert.deepEqual(secretPaths(root, "shop", "dev"), []);
    write("", "{ shop-other:domain: { secure: v1:x }, aws:token: { secure: v1:x } }");
    assert.deepEqual(secretPaths(root, "shop", "dev"), []);
  });
});
