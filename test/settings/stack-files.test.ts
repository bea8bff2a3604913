import assert from "node:assert/strict";
import { mergeStackFiles } from "../../settings/stack-files";

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
      "config: { shop:domain: shop.example, shop:gateway: { name: g } }",
    );
    assert.equal(values["shop:domain"], "shop.example");
    assert.equal(values["shop:gateway"], '{"name":"g"}');
    assert.equal(values["shop:port"], "80");
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

  it("takes an empty stack file, and one without config, for none", () => {
    for (const text of ["", "encryptionsalt: v1:x\n"])
      assert.deepEqual(mergeStackFiles(project, text), mergeStackFiles(project, undefined));
    assert.deepEqual(mergeStackFiles("name: shop", undefined), { values: {}, secretKeys: [] });
  });

  it("fails on what is no YAML", () => {
    assert.throws(() => mergeStackFiles(project, "config: ["), { name: "YAMLParseError" });
  });
});
