import assert from "node:assert/strict";
import { join } from "node:path";
import { evaluateFolder } from "../../diff/evaluate";
import { record, type Program } from "../../diff/record";
import { misplacedSecrets } from "../../settings/misplaced-secrets";
import { ownConfig } from "../../settings/own-config";
import { sentence } from "../../problems/problem";
import { securePaths } from "../../settings/stack-file";
import { mergeStackFiles, readStackFiles } from "../../settings/stack-files";
import { copyProject } from "../diff/project-copy";
import type { Sandbox } from "../git/sandbox";

const sentencesOf = (stackYaml: string, settings: unknown = given(stackYaml)) =>
  misplacedSecrets(securePaths(stackYaml, "turnout"), settings).map(sentence);
const given = (stackYaml: string) => ownConfig("turnout", mergeStackFiles("name: turnout", stackYaml).values);

const token = "{ TOKEN: { secure: v1:aaa } }";
const inEnv = (path: string, place: string) =>
  `${path} is "[secret]": must not be a secret, for what is in env stands in the clear in pods and state; remove it and ` +
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
      const program = require(join(sandbox.checkout, "index.ts")) as Program;
      const args = { program, project: "turnout", stack: "pr-x", checkpoint: {} };
      await assert.rejects(
        record({ ...args, config: { values: decrypted, secretKeys: [...secretKeys, "turnout:overrides"] } }),
        refused("pr-x"),
      );
    });
  });
});
