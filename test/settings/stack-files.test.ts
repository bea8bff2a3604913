import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isOurs, projectFolder } from "../../settings/project-file";
import { environmentSchema, platformSchema, stateSchema } from "../../settings/roles";
import { mergeStackFiles, readStackFiles, securePaths } from "../../settings/stack-files";

const project = `
name: turnout
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
        "turnout:domain": "localhost",
        "turnout:port": "80",
        "turnout:gateway": '{"port":80}',
        "turnout:plain": "text",
        "turnout:list": "[1,2]",
      },
      secretKeys: [],
    });
  });

  it("lets the stack's own values win, whole", () => {
    const { values } = mergeStackFiles(
      project,
      "config: { turnout:domain: shop.example, turnout:list: { name: g } }",
    );
    assert.equal(values["turnout:domain"], "shop.example");
    assert.equal(values["turnout:list"], '{"name":"g"}');
    assert.equal(values["turnout:port"], "80");
  });

  it("lays a stack's gateway over the project's, key by key, under either name", () => {
    for (const key of ["gateway", "turnout:gateway"]) {
      const { values } = mergeStackFiles(project, `config: { ${key}: { own: true } }`);
      assert.equal(values["turnout:gateway"], '{"port":80,"own":true}');
    }
    const whole = mergeStackFiles(project, "config: { gateway: { port: 81, others: [] } }");
    assert.equal(whole.values["turnout:gateway"], '{"port":81,"others":[]}');
  });

  it("leaves a gateway that is a secret one", () => {
    const { values, secretKeys } = mergeStackFiles(project, "config: { gateway: { secure: v1:x } }");
    assert.deepEqual([values["turnout:gateway"], secretKeys], ["v1:x", ["turnout:gateway"]]);
  });

  it("lets a secret's ciphertext stand for it, at any depth, and names the keys that hold one", () => {
    const stack = `
encryptionsalt: v1:salt
config:
  turnout:token: { secure: v1:aaa }
  turnout:overrides: { web: { secrets: { A: { secure: v1:bbb } }, list: [{ secure: v1:ccc }] } }
  turnout:domain: shop.example
`;
    const { values, secretKeys } = mergeStackFiles(project, stack);
    assert.equal(values["turnout:token"], "v1:aaa");
    assert.equal(values["turnout:overrides"], '{"web":{"secrets":{"A":"v1:bbb"},"list":["v1:ccc"]}}');
    assert.deepEqual(secretKeys, ["turnout:overrides", "turnout:token"]);
  });

  it("takes an object with more than `secure` for what it is", () => {
    const { values, secretKeys } = mergeStackFiles(project, "config: { turnout:a: { secure: x, other: y } }");
    assert.equal(values["turnout:a"], '{"secure":"x","other":"y"}');
    assert.deepEqual(secretKeys, []);
  });

  it("takes only text under `secure` for a secret, and a setting without a value for an empty text", () => {
    const { values, secretKeys } = mergeStackFiles(
      project,
      "config: { turnout:a: { secure: 5 }, turnout:domain: , turnout:b: ~, turnout:c: { d: ~ } }",
    );
    assert.deepEqual(
      [values["turnout:a"], values["turnout:domain"], values["turnout:b"], values["turnout:c"], secretKeys],
      ['{"secure":5}', "", "", '{"d":null}', []],
    );
  });

  it("takes a default without a value for none", () => {
    const text = "name: turnout\nconfig: { a: , b: { default: }, c: { default: ~ }, d: { type: string } }\n";
    assert.deepEqual(mergeStackFiles(text, undefined).values, {});
  });

  it("refuses a secret among the project's defaults", () => {
    const list = "name: turnout\nconfig: { list: { default: [{ a: { secure: v1:x } }] } }\n";
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
    const text = "name: turnout\nconfig: { domain: a.example, turnout:domain: { value: b.example } }\n";
    assert.throws(() => mergeStackFiles(text, undefined), {
      message:
        'Pulumi.yaml: config.turnout:domain is "[text]": must be there once, also under its short name; remove one of the two.',
      stack: "",
    });
  });

  it("reads merged mappings, as Pulumi does", () => {
    const stack = "config:\n  turnout:one: &one { a: 1, b: 2 }\n  turnout:two:\n    <<: *one\n    b: 3\n";
    assert.equal(mergeStackFiles(project, stack).values["turnout:two"], '{"a":1,"b":3}');
  });

  it("takes an empty stack file, and one without config, for none", () => {
    for (const text of ["", "encryptionsalt: v1:x\n"])
      assert.deepEqual(mergeStackFiles(project, text), mergeStackFiles(project, undefined));
    assert.deepEqual(mergeStackFiles("name: turnout", undefined), { values: {}, secretKeys: [] });
  });

  it("puts names without a namespace under the project's, as Pulumi does", () => {
    const stack =
      "config: { domain: a.example, turnout:config:port: 81, aws:region: eu-west-1, token: { secure: x } }";
    const { values, secretKeys } = mergeStackFiles(project, stack);
    assert.deepEqual(
      [values["turnout:domain"], values["turnout:port"], values["aws:region"], values.domain],
      ["a.example", "81", "eu-west-1", undefined],
    );
    assert.deepEqual(secretKeys, ["turnout:token"]);
    assert.deepEqual(securePaths(stack, "turnout"), [["token"]]);
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
      "Pulumi.dev.yaml: config is a list: must map names to values; write it as { turnout:domain: example.com }.",
    ],
    [
      "a setting under both its names",
      "config: { domain: a.example, turnout:domain: b.example }",
      'Pulumi.dev.yaml: config.turnout:domain is "[text]": must be there once, also under its short name; remove one of the two.',
    ],
    [
      "a tab",
      "config:\n\tturnout:domain: x",
      "Pulumi.dev.yaml, line 2: must be YAML (Tabs are not allowed as indentation); correct that line.",
    ],
    [
      "a stray text, which may be a secret",
      "config: |hunter2\n  x\n",
      "Pulumi.dev.yaml, line 1: must be YAML (Block scalar header includes extra characters); correct that line.",
    ],
    [
      "a number that Pulumi reads as another",
      "config:\n  turnout:overrides: { web: { replicas: 010 } }",
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
    assert.throws(() => mergeStackFiles("name: turnout\nconfig: [", ""), {
      message:
        "Pulumi.yaml, line 2: must be YAML (Flow sequence in block collection must be sufficiently indented and end with a ]); correct that line.",
    });
    assert.throws(() => mergeStackFiles("name: turnout\nconfig: [domain]", ""), {
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
    ["name: my shop", 'is "my shop"'],
    ["name: ../shop", 'is "../shop"'],
    ["name: [shop]", "is a list"],
    ["description: x", "is missing"],
  ] as const)
    it(`refuses a project whose name ${shown}`, () => {
      write("Pulumi.yaml", `${name}\n`);
      assert.throws(() => readStackFiles(folder, "dev"), {
        message: `Pulumi.yaml: name ${shown}: must be 1 to 100 letters, digits, hyphens, underscores or periods; name the project, such as shop.`,
      });
    });

  it("reads our settings in a project of any name, beside what is its own", () => {
    write("Pulumi.yaml", "name: shop\nconfig: { turnout:role: { value: environment }, size: 5 }\n");
    write("Pulumi.prod.yaml", "config: { turnout:overrides: { web: { replicas: 5 } }, queue: big }\n");
    assert.deepEqual(readStackFiles(folder, "prod").values, {
      "turnout:role": "environment",
      "turnout:overrides": '{"web":{"replicas":5}}',
      "shop:size": "5",
      "shop:queue": "big",
    });
  });

  it("refuses a setting of ours that only has the project's namespace", () => {
    write("Pulumi.yaml", "name: shop\nconfig: { turnout:role: { value: environment } }\n");
    write("Pulumi.prod.yaml", "config: { overrides: { web: { replicas: 5 } } }\n");
    assert.throws(() => readStackFiles(folder, "prod"), {
      message:
        "Pulumi.prod.yaml: config.overrides is an object: must name its namespace, or it is shop:overrides, which nothing reads; write it as turnout:overrides.",
    });
    write("Pulumi.yaml", "name: shop\nconfig: { domain: localhost }\n");
    assert.throws(() => readStackFiles(folder, "dev"), {
      message:
        'Pulumi.yaml: config.domain is "[text]": must name its namespace, or it is shop:domain, which nothing reads; write it as turnout:domain.',
    });
  });

  it("knows the name of every setting", () => {
    const schemas = [environmentSchema, platformSchema, stateSchema];
    const names = schemas.flatMap((schema) => Object.keys(schema.shape));
    assert.deepEqual(
      [...new Set([...names, "role", "overrides"])].filter((name) => !isOurs(name)),
      [],
    );
  });
});

describe("the project's folder", () => {
  const root = mkdtempSync(join(tmpdir(), "turnout-root-"));
  const inner = join(root, "services/shop/app/src");
  before(() => mkdirSync(inner, { recursive: true }));
  after(() => rmSync(root, { recursive: true }));

  it("is the nearest one upwards that has a file of a project", () => {
    assert.throws(() => projectFolder(inner), {
      message:
        "No project is here, or in a folder above: run this in a folder with Pulumi.yaml and branches.ts, or make a project with `npx turnout new NAME`.",
    });
    writeFileSync(join(root, "Pulumi.yaml"), "");
    assert.equal(projectFolder(inner), root);
    writeFileSync(join(root, "services/shop/branches.ts"), "");
    assert.equal(projectFolder(inner), join(root, "services/shop"));
    assert.equal(projectFolder(root), root);
  });
});
