import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { copyProject } from "../diff/project-copy";
import type { Sandbox } from "../git/sandbox";

const domain = "laptop.example";

/** A command in a checkout of `master` that has its laptop stack, with a Pulumi CLI that only tells what it is asked for. */
describe("a command", function () {
  this.timeout(120_000);
  let project: Sandbox;
  before(() => {
    project = copyProject();
    const realGit = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    const tools = {
      git: `echo "git $*" >>"$CALLS"; exec ${realGit} "$@"`,
      // The files that Pulumi is started beside are all that it would know of the stack.
      pulumi: `echo "pulumi $*" >>"$CALLS"
case $1 in version) echo v3.248.0 ;; config) echo {} ;; up) cat Pulumi.local-master.yaml >>"$CALLS" ;; esac`,
    };
    for (const [name, script] of Object.entries(tools)) {
      project.write({ [`.turnout/bin/${name}`]: `#!/bin/sh\n${script}\n` });
      chmodSync(join(project.checkout, ".turnout/bin", name), 0o755);
    }
    const state = JSON.stringify({ version: 3, checkpoint: { latest: { resources: [] } } });
    project.write({
      ".turnout/state/.pulumi/stacks/turnout/local-master.json": state,
      ".turnout/workspace/Pulumi.local-master.yaml": `config: { turnout:context: none, turnout:domain: ${domain}, turnout:overrides: { web: { image: ${domain}/web } } }\n`,
    });
    run("status"); // the CLI's version is asked once, and remembered
  });
  after(() => {
    project.remove();
  });

  /** Output of a command, and the processes that it started. */
  function run(...args: string[]) {
    const calls = join(project.home, "calls");
    writeFileSync(calls, "");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["bin/turnout.js", ...args, ...(args[0] === "names" ? ["master"] : []), "--local"],
      {
        cwd: project.checkout,
        encoding: "utf8",
        env: {
          ...process.env,
          CALLS: calls,
          PATH: `${join(project.checkout, ".turnout/bin")}${delimiter}${process.env.PATH ?? ""}`,
          PULUMI_HOME: join(project.home, "nobody"),
          PULUMI_BACKEND_URL: "",
          PULUMI_ACCESS_TOKEN: "",
          KUBECONFIG: "",
        },
      },
    );
    assert.equal(status, 0, stderr);
    const asked = readFileSync(calls, "utf8");
    return {
      stdout,
      asked,
      git: asked.match(/^git /gm)?.length ?? 0,
      pulumi: asked.match(/^pulumi /gm)?.length ?? 0,
    };
  }

  for (const [verb, git, pulumi] of [
    ["up", 0, 1],
    ["rollback", 0, 1],
    ["status", 0, 1],
    ["names", 0, 0],
  ] as const)
    it(`\`turnout ${verb}\` starts ${git} of git's processes and ${pulumi} of Pulumi's`, () => {
      const { asked, ...started } = run(verb);
      assert.deepEqual([started.git, started.pulumi], [git, pulumi], asked);
    });

  it("takes a laptop stack's settings from the file that Pulumi is given, whatever the verb", () => {
    assert.match(run("up").asked, new RegExp(`turnout:domain: ${domain}`));
    assert.match(run("names").stdout, new RegExp(`^host +smallcase-local-master\\.${domain} `, "m"));
    assert.match(run("image", "web").stdout, new RegExp(`^${domain}/web:[0-9a-f]+\n$`));
    const { changes } = JSON.parse(run("diff", "--base", "nothing", "--format", "json").stdout) as {
      changes: { type: string; values: unknown }[];
    };
    const hosts = JSON.stringify(changes.filter(({ type }) => type.endsWith(":HTTPRoute")));
    assert.ok(hosts.includes(`smallcase-local-master.${domain}`), hosts);
  });

  it("finds no change of a laptop stack in settings that no commit has", () => {
    const { stdout } = run("diff", "--base", "HEAD", "--format", "json");
    assert.deepEqual((JSON.parse(stdout) as { changes: unknown[] }).changes, []);
  });
});
