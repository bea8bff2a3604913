import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mergeStackFiles, readStackFiles, securePaths } from "../../settings/stack-files";

const project = `
name: shop
config:
  aws:region: { value: eu-central-1 }
  domain: { type: string, default: localhost }
  port: { type: integer, default: 80 }
  gateway: { type: object, default: { port: 80 } }
  nothing: { type: string }
  plain: text
  list: [1, 2]
`;

describe("stackConfig", () => {
  it("is the project's defaults and fixed values, under full names, for a stack without a file", () => {
    assert.deepEqual(mergeStackFiles(project, undefined), {
      values: {
        "aws:region": "eu-central-1",
        "shop:domain": "localhost",
        "shop:port": "80",
        "shop:gateway": '{"port":80}',
        "shop:plain": "text",
        "shop:list": "[1,2]",
      },
      secretKeys: [],
    });
  });

  it("lets the stack's own values win, whole", () => {
    const { values } = mergeStackFiles(
      project,
      "config: { shop:domain: shop.example, shop:list: { name: g } }",
    );
    assert.equal(values["shop:domain"], "shop.example");
    assert.equal(values["shop:list"], '{"name":"g"}');
    assert.equal(values["shop:port"], "80");
  });

  it("lays a stack's gateway over the project's, key by key, under either name", () => {
    for (const key of ["gateway", "shop:gateway"]) {
      const { values } = mergeStackFiles(project, `config: { ${key}: { own: true } }`);
      assert.equal(values["shop:gateway"], '{"port":80,"own":true}');
    }
    const whole = mergeStackFiles(project, "config: { gateway: { port: 81, others: [] } }");
    assert.equal(whole.values["shop:gateway"], '{"port":81,"others":[]}');
  });

  it("leaves a gateway that is a secret one", () => {
    const { values, secretKeys } = mergeStackFiles(project, "config: { gateway: { secure: v1:x } }");
    assert.deepEqual([values["shop:gateway"], secretKeys], ["v1:x", ["shop:gateway"]]);
  });

  it("lets a secret's ciphertext stand for it, at any depth, and names the keys that hold one", () => {
    const stack = `
encryptionsalt: v1:salt
config:
  shop:token: { secure: v1:aaa }
  shop:overrides: { web: { secrets: { A: { secure: v1:bbb } }, list: [{ secure: v1:ccc }] } }
  shop:domain: shop.example
`;
    const { values, secretKeys } = mergeStackFiles(project, stack);
    assert.equal(values["shop:token"], "v1:aaa");
    assert.equal(values["shop:overrides"], '{"web":{"secrets":{"A":"v1:bbb"},"list":["v1:ccc"]}}');
    assert.deepEqual(secretKeys, ["shop:overrides", "shop:token"]);
  });

  it("takes an object with more than `secure` for what it is", () => {
    const { values, secretKeys } = mergeStackFiles(project, "config: { shop:a: { secure: x, other: y } }");
    assert.equal(values["shop:a"], '{"secure":"x","other":"y"}');
    assert.deepEqual(secretKeys, []);
  });

  it("takes only text under `secure` for a secret, and a setting without a value for an empty text", () => {
    const { values, secretKeys } = mergeStackFiles(
      project,
      "config: { shop:a: { secure: 5 }, shop:domain: , shop:b: ~, shop:c: { d: ~ } }",
    );
    assert.deepEqual(
      [values["shop:a"], values["shop:domain"], values["shop:b"], values["shop:c"], secretKeys],
      ['{"secure":5}', "", "", '{"d":null}', []],
    );
  });

  it("takes a default without a value for none", () => {
    const text = "name: shop\nconfig: { a: , b: { default: }, c: { default: ~ }, d: { type: string } }\n";
    assert.deepEqual(mergeStackFiles(text, undefined).values, {});
  });

  it("refuses a secret among the project's defaults", () => {
    const list = "name: shop\nconfig: { list: { default: [{ a: { secure: v1:x } }] } }\n";
    assert.throws(() => mergeStackFiles(list, undefined), {
      message:
        'Pulumi.yaml: config.list[0].a is "[secret]": must not be a secret, which the key of one stack alone opens; put it into Pulumi.<stack>.yaml.',
      stack: "",
    });
    const marked =
      "name: shop\nconfig: { token: { secret: true, default: hunter2 }, other: { secret: true } }\n";
    assert.throws(() => mergeStackFiles(marked, undefined), {
      message:
        'Pulumi.yaml: config.token is "[secret]": must not be a secret, which the key of one stack alone opens; put it into Pulumi.<stack>.yaml.',
    });
    assert.deepEqual(mergeStackFiles(marked.replace(", default: hunter2", ""), undefined).values, {});
  });

  it("refuses a default under both its names, of which Pulumi takes one or the other", () => {
    const text = "name: shop\nconfig: { domain: a.example, shop:domain: { value: b.example } }\n";
    assert.throws(() => mergeStackFiles(text, undefined), {
      message:
        'Pulumi.yaml: config.shop:domain is "[text]": must be there once, also under its short name; remove one of the two.',
      stack: "",
    });
  });

  it("reads merged mappings, as Pulumi does", () => {
    const stack = "config:\n  shop:one: &one { a: 1, b: 2 }\n  shop:two:\n    <<: *one\n    b: 3\n";
    assert.equal(mergeStackFiles(project, stack).values["shop:two"], '{"a":1,"b":3}');
  });

  it("takes an empty stack file, and one without config, for none", () => {
    for (const text of ["", "encryptionsalt: v1:x\n"])
      assert.deepEqual(mergeStackFiles(project, text), mergeStackFiles(project, undefined));
    assert.deepEqual(mergeStackFiles("name: shop", undefined), { values: {}, secretKeys: [] });
  });

  it("puts names without a namespace under the project's, as Pulumi does", () => {
    const stack =
      "config: { domain: a.example, shop:config:port: 81, aws:region: eu-west-1, token: { secure: x } }";
    const { values, secretKeys } = mergeStackFiles(project, stack);
    assert.deepEqual(
      [values["shop:domain"], values["shop:port"], values["aws:region"], values.domain],
      ["a.example", "81", "eu-west-1", undefined],
    );
    assert.deepEqual(secretKeys, ["shop:token"]);
    assert.deepEqual(securePaths(stack, "shop"), [["token"]]);
  });

  it("takes each key that Pulumi knows beside config, and an empty config", () => {
    const others =
      "environment: [a]\nsecretsprovider: passphrase\nencryptedkey: k\nencryptionsalt: s\nconfig:\n";
    assert.deepEqual(mergeStackFiles(project, others), mergeStackFiles(project, undefined));
  });

  for (const [title, stack, message] of [
    [
      "settings beside config",
      "overrides: { web: { replicas: 5 } }",
      "Pulumi.dev.yaml: overrides is an object: must be one of config, environment, secretsprovider, encryptedkey, encryptionsalt; put settings under config.",
    ],
    [
      "text beside config, without showing it",
      "token: hunter2",
      'Pulumi.dev.yaml: token is "[text]": must be one of config, environment, secretsprovider, encryptedkey, encryptionsalt; put settings under config.',
    ],
    [
      "a config that is a list",
      "config: [domain]",
      "Pulumi.dev.yaml: config is a list: must map names to values; write it as { shop:domain: example.com }.",
    ],
    [
      "a setting under both its names",
      "config: { domain: a.example, shop:domain: b.example }",
      'Pulumi.dev.yaml: config.shop:domain is "[text]": must be there once, also under its short name; remove one of the two.',
    ],
    [
      "a tab",
      "config:\n\tshop:domain: x",
      "Pulumi.dev.yaml, line 2: must be YAML (Tabs are not allowed as indentation); correct that line.",
    ],
    [
      "a stray text, which may be a secret",
      "config: |hunter2\n  x\n",
      "Pulumi.dev.yaml, line 1: must be YAML (Block scalar header includes extra characters); correct that line.",
    ],
    [
      "a number that Pulumi reads as another",
      "config:\n  shop:overrides: { web: { replicas: 010 } }",
      "Pulumi.dev.yaml, line 2: must be a number in plain digits of up to 9007199254740991, or text in quotes, for Pulumi reads 010 as 8, 1_000 as 1000 and 2026-11-30 as a time; write it so.",
    ],
    [
      "an alias of nothing",
      "config: *other",
      "Pulumi.dev.yaml: must be YAML (Unresolved alias (the anchor must be set before the alias)); correct it there.",
    ],
    [
      "a file that is a list",
      "- config",
      "Pulumi.dev.yaml: must map keys to values; write it as `config: { turnout:domain: example.com }`.",
    ],
  ] as const)
    it(`refuses ${title}`, () => {
      assert.throws(() => mergeStackFiles(project, stack, "Pulumi.dev.yaml"), { message, stack: "" });
    });

  it("names Pulumi.yaml where that is broken, and not the stack's file", () => {
    assert.throws(() => mergeStackFiles("name: shop\nconfig: [", ""), {
      message:
        "Pulumi.yaml, line 2: must be YAML (Flow sequence in block collection must be sufficiently indented and end with a ]); correct that line.",
    });
    assert.throws(() => mergeStackFiles("name: shop\nconfig: [domain]", ""), {
      message:
        "Pulumi.yaml: config is a list: must map names to defaults; write it as { domain: { default: localhost } }.",
    });
  });
});

describe("readStackFiles", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "turnout-files-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (file: string, text: string) => {
    writeFileSync(join(folder, file), text);
  };

  it("reads the project's file and the stack's own", () => {
    write("Pulumi.yaml", "name: turnout\nconfig: { domain: localhost, role: environment }\n");
    write("Pulumi.prod.yaml", "config: { overrides: { web: { replicas: 5 } } }\n");
    assert.deepEqual(readStackFiles(folder, "prod").values, {
      "turnout:domain": "localhost",
      "turnout:role": "environment",
      "turnout:overrides": '{"web":{"replicas":5}}',
    });
    assert.equal(readStackFiles(folder, "dev").values["turnout:overrides"], undefined);
  });

  it("names the stack's file in what is wrong with it", () => {
    write("Pulumi.yaml", "name: turnout\n");
    write("Pulumi.prod.yaml", "config:\n  turnout:domain: [\n");
    assert.throws(
      () => readStackFiles(folder, "prod"),
      /^Error: Pulumi\.prod\.yaml, line 3: must be YAML \(/,
    );
  });

  it("fails where the stack's file is a link that leads nowhere: the stack has settings", () => {
    write("Pulumi.yaml", "name: turnout\n");
    const file = join(folder, "Pulumi.lost.yaml");
    symlinkSync("nowhere", file);
    assert.throws(() => readStackFiles(folder, "lost"), { code: "ENOENT", path: file });
    rmSync(file);
  });

  it("doesn't read what may never end", () => {
    write("Pulumi.yaml", "name: turnout\n");
    const file = join(folder, "Pulumi.endless.yaml");
    symlinkSync("/dev/zero", file);
    assert.throws(() => readStackFiles(folder, "endless"), {
      message: `${file} can't be read (it is a pipe or a device): move that away, or restore the file from git.`,
      stack: "",
    });
    rmSync(file);
  });

  it("says in one sentence that the project's file is missing", () => {
    assert.throws(() => readStackFiles(folder, "dev"), {
      message: `Pulumi.yaml is missing in ${folder}, where the settings of all stacks begin; restore it from git.`,
    });
  });

  for (const [name, shown] of [
    ["name: shop", 'is "shop"'],
    ["description: x", "is missing"],
  ] as const)
    it(`refuses a project whose name ${shown}`, () => {
      write("Pulumi.yaml", `${name}\n`);
      assert.throws(() => readStackFiles(folder, "dev"), {
        message: `Pulumi.yaml: name ${shown}: must be turnout, the name that settings, state and commands go by; set it to turnout, and give an application's own name to the namespaces in branches.ts.`,
      });
    });
});
