import assert from "node:assert/strict";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Run } from "../../program/planned-application";
import { evaluateFolder } from "../../diff/evaluate";
import { record, type Program } from "../../diff/record";
import { sentence, type Path } from "../../problems/problem";
import { ownConfig } from "../../settings/project-file";
import { misplacedSecrets, parseWithSecrets } from "../../settings/secrets";
import { mergeStackFiles, readStackFiles, securePaths } from "../../settings/stack-files";
import { settingsIn } from "../../settings/stack-settings";
import { copyProject } from "../diff/project-copy";
import type { Sandbox } from "../git/sandbox";
import { secretText, shop, web } from "./shop";

const sentencesOf = (stackYaml: string, settings: unknown = given(stackYaml)) =>
  misplacedSecrets(securePaths(stackYaml, "turnout"), settings).map(sentence);
const given = (stackYaml: string) => ownConfig(mergeStackFiles("name: turnout", stackYaml).values);

const token = "{ TOKEN: { secure: v1:aaa } }";
const inEnv = (path: string, place: string) =>
  `${path} is "[secret]": must not be a secret, for values in env are plain text in pods and state; remove it and ` +
  `run \`pulumi config set --secret --path '${place}'\`.`;
const elsewhere = (path: string) =>
  `${path} is "[secret]": must not be a secret, for only what is in an application's secrets stays one; remove it and set it ` +
  "without --secret.";

describe("a secret in a stack's file", () => {
  it("is fine where an application's secrets are", () => {
    assert.deepEqual(sentencesOf(`config: { turnout:overrides: { web: { secrets: ${token} } } }`), []);
    assert.deepEqual(sentencesOf(`config: { turnout:applications: [{ name: web, secrets: ${token} }] }`), []);
  });

  it("is refused in env, with the place where it belongs", () => {
    assert.deepEqual(
      sentencesOf(
        `config: { turnout:overrides: { web: { env: ${token}, secrets: { A: { secure: v1:b } } } } }`,
      ),
      [inEnv("turnout:overrides.web.env.TOKEN", "turnout:overrides.web.secrets.TOKEN")],
    );
    assert.deepEqual(sentencesOf(`config: { turnout:applications: [{ name: web, env: ${token} }] }`), [
      inEnv("turnout:applications[0].env.TOKEN", "turnout:applications[0].secrets.TOKEN"),
    ]);
  });

  it("is refused anywhere else", () => {
    const yaml = `
config:
  turnout:domain: { secure: v1:aaa }
  turnout:gateway: { namespace: g, name: { secure: v1:aaa } }
  turnout:overrides: { web: { command: [run, { secure: v1:aaa }], secrets: ${token} } }
`;
    assert.deepEqual(sentencesOf(yaml), [
      elsewhere("turnout:domain"),
      elsewhere("turnout:gateway.name"),
      elsewhere("turnout:overrides.web.command[1]"),
    ]);
    assert.deepEqual(sentencesOf("config: { turnout:overrides: { secure: v1:aaa } }"), [
      elsewhere("turnout:overrides"),
    ]);
  });

  it("is no matter of ours in other projects' settings, or in a file that the stack isn't configured by", () => {
    assert.deepEqual(sentencesOf("config: { aws:secretKey: { secure: v1:aaa } }"), []);
    assert.deepEqual(sentencesOf("config: { turnout:domain: { secure: v1:aaa } }", {}), []);
    assert.deepEqual(sentencesOf(""), []);
    assert.deepEqual(sentencesOf("encryptionsalt: v1:x\n"), []);
  });

  describe("read by the program", () => {
    let sandbox: Sandbox;
    before(() => (sandbox = copyProject()));
    after(() => {
      sandbox.remove();
    });

    const refused = (stack: string) => ({
      message:
        `1 setting is wrong in stack ${stack}; nothing was changed:\n  ` +
        inEnv("turnout:overrides.web.env.TOKEN", "turnout:overrides.web.secrets.TOKEN"),
    });
    const config = `config: { turnout:overrides: { web: { env: ${token} } } }\n`;

    it("is refused offline, where its ciphertext stands for it", async () => {
      sandbox.commit({ "Pulumi.dev.yaml": config });
      await assert.rejects(evaluateFolder(sandbox.checkout, "dev"), refused("dev"));
    });

    it("is refused in an update, where the engine decrypts what the backend's own folder holds", async () => {
      sandbox.write({ ".turnout/workspace/Pulumi.pr-x.yaml": config });
      const { values, secretKeys } = readStackFiles(sandbox.checkout, "pr-x");
      const decrypted = { ...values, "turnout:overrides": '{"web":{"env":{"TOKEN":"hunter2"}}}' };
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- of a folder that is known only now
      const load = require(join(sandbox.checkout, "index.ts")) as (run: Run) => Promise<unknown>;
      const program: Program = () => load({ root: sandbox.checkout });
      const args = { program, project: "turnout", stack: "pr-x", checkpoint: {} };
      await assert.rejects(
        record({ ...args, config: { values: decrypted, secretKeys: [...secretKeys, "turnout:overrides"] } }),
        refused("pr-x"),
      );
    });
  });
});

/** Every kind of setting that a stack may have, each in a place of its own. */
const everything = {
  ...shop,
  role: "environment",
  platform: "platform",
  context: "kind-shop",
  cluster: "1f0e",
  monthlyCap: 100,
  aws: { account: "111122223333", region: "eu-central-1", cluster: "shop", zones: ["a", "b"] },
  gateway: { ...shop.gateway, port: 80, className: "traefik", others: ["second"] },
  applications: [
    {
      ...web,
      command: ["run", "web"],
      replicas: 2,
      autoscaling: { maxReplicas: 3 },
      resources: { cpu: "250m", memory: "256Mi" },
      env: { LOG_LEVEL: "info" },
      secrets: { API_KEY: secretText },
      releaseHeader: "X-Release",
      smoke: { path: "/readyz" },
      canary: { steps: [10, 100], pauseSeconds: 5 },
      analysis: {
        path: "/",
        prometheus: { url: "http://prometheus.example", errorPercent: "vector(0)", samples: "vector(9)" },
      },
      shutdown: { preStopSeconds: 5 },
    },
  ],
  overrides: { web: { image: "registry.example/web:2", env: { LOG_LEVEL: "debug" } } },
};

/** Paths of all that is no object or list, and of what holds it. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inside = Array.isArray(value)
    ? value.flatMap((one: unknown, index) => pathsIn(one, [...path, index]))
    : Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...path, key]));
  return path.length === 0 ? inside : [path, ...inside];
}

/** The value with another one at a path. */
function withAt(value: unknown, [key, ...path]: Path, other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((one: unknown, index) => (index === key ? withAt(one, path, other) : one));
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    entries.map(([name, one]) => [name, name === key ? withAt(one, path, other) : one]),
  );
}

const places = pathsIn(everything).filter(
  ([root, , part]) => !(root === "applications" && part === "secrets"),
);

describe("a secret in the wrong place", () => {
  const sentences = (parsed: ReturnType<typeof parseWithSecrets>) =>
    "problems" in parsed ? parsed.problems.map(sentence).join("\n") : "";

  for (const path of places) {
    const [root] = path as [string];
    const given = withAt(everything, path, secretText) as Readonly<Record<string, unknown>>;
    const written = `turnout:${root}`;

    it(`is never shown, and refused by its place: ${path.join(".")}`, () => {
      const said = sentences(parseWithSecrets(given, { paths: [path], keys: [root] }));
      assert.match(said, /^turnout:\S+ is "\[secret\]": must not be a secret, [^\n]*$/);
      assert.ok(!said.includes(secretText), said);
    });

    // An application's name is not in this: a sentence about `overrides` lists those there are.
    if (path.at(-1) !== "name" || root !== "applications")
      it(`is never shown where only its key is known: ${path.join(".")}`, () => {
        const said = sentences(parseWithSecrets(given, { paths: [], keys: [root] }));
        assert.ok(!said.includes(secretText), said);
      });

    it(`is never shown offline, where its ciphertext stands for it: ${path.join(".")}`, () => {
      const secure = withAt(everything, path, { secure: "v1:ciphertext" }) as typeof everything;
      const config = Object.entries(secure).map(([key, value]) => [`turnout:${key}`, value]);
      const yaml = stringify({ config: Object.fromEntries(config) as object });
      const said = sentences(settingsIn(mergeStackFiles("name: turnout", yaml)));
      assert.ok(said.startsWith(written), said);
      assert.doesNotMatch(said, /ciphertext/);
    });
  }

  it("is no matter where it stays one, also where only its key is known", () => {
    const given = { ...everything, platform: "local", aws: undefined };
    for (const paths of [[], [["applications", 0, "secrets", "API_KEY"]]])
      assert.equal(sentences(parseWithSecrets(given, { paths, keys: ["applications"] })), "");
  });
});
