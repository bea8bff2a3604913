import assert from "node:assert/strict";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { record } from "../diff/record";
import type { Recording } from "../program/recording";
import { exports } from "../package.json";
import * as face from "../turnout";
import { branches } from "../branches";
import { web } from "./components/declared";

const settings = {
  applications: [web],
  domain: "shop.example",
  gateway: { namespace: "turnout-gateway", name: "shared" },
};

/** Resources of a program that composes its own, as `Type name`. */
async function composed(program: () => Promise<unknown>, role = "environment"): Promise<string[]> {
  const stack = role === "environment" ? "dev" : role;
  const config = { values: { "turnout:role": role }, secretKeys: [] };
  const recording: Recording = await record({ program, project: "shop", stack, config, checkpoint: {} });
  return recording.resources.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`).sort();
}

const application = [
  ...["blue", "green"].flatMap((color) =>
    ["Deployment", "PodDisruptionBudget", "Secret", "Service"].map((kind) => `${kind} web-${color}`),
  ),
  "HTTPRoute web",
  "HTTPRoute web--preview",
  "kubernetes cluster",
];

describe("the package's face", () => {
  it("has these names and no others: more or fewer is another version", () => {
    assert.deepEqual(Object.keys(face).sort(), [
      "BlueGreenApplication",
      "Environment",
      "Platform",
      "planEnvironment",
      "planPlatform",
      "turnout",
    ]);
  });

  it("is never what plain Pulumi runs here: a program without resources would delete all of a stack", () => {
    // @pulumi/pulumi, cmd/run/run.js takes `default` of package.json's `exports` for the program, whatever Node would take.
    const [types, node, other, ...more] = Object.entries(exports["."]);
    assert.deepEqual(
      [types?.[0], node, other, more],
      ["types", ["node", "./bin/package.js"], ["default", "./index.ts"], []],
    );
  });

  it("has them for ES modules, too", () => {
    const { stdout } = spawnSync(
      process.execPath,
      [
        "--input-type=module",
        "--eval",
        "import * as face from 'turnout'; console.log(Object.keys(face).join())",
      ],
      {
        cwd: join(__dirname, ".."),
        encoding: "utf8",
        env: { ...process.env, NODE_OPTIONS: "--require turnout/start" },
      },
    );
    const named = stdout
      .trim()
      .split(",")
      .filter((name) => !["default", "module.exports"].includes(name));
    assert.deepEqual(named.sort(), Object.keys(face).sort());
  });

  it("lets a program declare its environment itself", async () => {
    const resources = await composed(async () => {
      const plan = await face.planEnvironment({ branches, settings });
      const own = new face.Environment("own", plan, { providers: plan.providers });
      return plan.outputs(own.release(plan));
    });
    assert.deepEqual(
      resources,
      [...application, "LimitRange own", "Namespace own", "ResourceQuota own"].sort(),
    );
  });

  it("lets a program declare an application alone, in a namespace that is there", async () => {
    const resources = await composed(async () => {
      const plan = await face.planEnvironment({ branches, settings });
      const options: ComponentResourceOptions = { providers: plan.providers };
      const applications = plan.applications.map((planned) => {
        const one = new face.BlueGreenApplication(planned.application.name, { ...plan, planned }, options);
        one.moveTraffic();
        return one;
      });
      return plan.outputs(applications);
    });
    assert.deepEqual(resources, [...application].sort());
  });

  it("lets a program declare a platform on a cluster that is there", async () => {
    const { gateway } = settings;
    const resources = await composed(async () => {
      const plan = await face.planPlatform({ branches, settings: { gateway } });
      new face.Platform("shared", plan, { provider: plan.provider });
      return plan.outputs;
    }, "platform");
    assert.deepEqual(resources, ["Gateway shared", "Namespace shared", "kubernetes cluster"]);
  });

  it("refuses arguments that are none of its own, each in one sentence", async () => {
    const given = (value: unknown) => value as never;
    const map = "must be the map that branches.ts exports; write turnout({ branches }).";
    const says = (value: unknown, message: string) =>
      assert.throws(() => face.turnout(given(value)), { message });
    says(undefined, `turnout({ branches }) is missing: ${map}`);
    says(branches, `turnout({ branches }) is missing: ${map}`);
    says({ branches: branches.rules }, `turnout({ branches }) is a list: ${map}`);
    says(
      { branches, enviroment: () => undefined },
      "turnout({ enviroment }) is a function: must be branches or environment; correct the name, or remove it.",
    );
    says(
      { branches, environment: {} },
      "turnout({ environment }) is {}: must be a function of the environment; write it as in docs/environment-function.md.",
    );
    await assert.rejects(
      composed(() => face.planEnvironment({ branches, settings: given([]) })),
      {
        message:
          "planEnvironment({ settings }) is []: must be an object of settings; write it as { applications: [web] }.",
      },
    );
    await assert.rejects(
      composed(() => face.planPlatform(given({})), "platform"),
      {
        message:
          "planPlatform({ branches }) is missing: must be the map that branches.ts exports; write planPlatform({ branches }).",
      },
    );
  });

  it("refuses a stack that is something else, and settings that are wrong", async () => {
    await assert.rejects(
      composed(() => face.planEnvironment({ branches, settings }), "platform"),
      {
        message:
          "planEnvironment can't plan stack platform, which is turnout:role platform: let the program return turnout({ branches })(run) for it.",
      },
    );
    await assert.rejects(
      composed(() => face.planPlatform({ branches, settings }), "environment"),
      {
        message:
          "planPlatform can't plan stack dev, which is turnout:role environment: let the program return turnout({ branches })(run) for it.",
      },
    );
    const aws = { account: "111122223333", region: "eu-central-1" };
    const onAws = { platform: "platform", aws, gateway: settings.gateway };
    await assert.rejects(
      composed(() => face.planPlatform({ branches, settings: onAws }), "platform"),
      {
        message:
          "planPlatform can't plan stack platform, which is a platform on AWS: let the program return turnout({ branches })(run) for it.",
      },
    );
    const wrong = { ...settings, applications: [{ ...web, port: 0 }] };
    await assert.rejects(
      composed(() => face.planEnvironment({ branches, settings: wrong })),
      {
        message:
          "1 setting is wrong in stack dev; nothing was changed:\n  turnout:applications[0].port is 0: must be a whole number from 1 to 65535; set the port that the container listens on.",
      },
    );
  });
});
