import { getStack, RunError } from "@pulumi/pulumi";
import type { BranchMap } from "./naming/branch-map";
import { documentAt } from "./problems/documents";
import { isObject, type Rule, sentence, withoutStack } from "./problems/problem";
import type { Run } from "./program/planned-application";
import { readSettings } from "./settings/read-settings";
import { readRecorded } from "./program/recorded-state";
import * as environments from "./components/environment/stack";
import * as platforms from "./components/platform/local-stack";
import type { EnvironmentFunction } from "./components/environment/own-resources";
import type { EnvironmentInput, PlatformInput, Settings } from "./settings/settings";

export {
  BlueGreenApplication,
  type BlueGreenApplicationArgs,
} from "./components/environment/blue-green-application";
export { Environment, type EnvironmentArgs } from "./components/environment/environment";
export type { EnvironmentPlan } from "./components/environment/stack";
export { Platform, type PlatformArgs, type PlatformPlan } from "./components/platform/local-stack";
export type { BranchMap, BranchRule, Life } from "./naming/branch-map";
export type { Run } from "./program/planned-application";
export type { EnvironmentInput, PlatformInput } from "./settings/settings";
export type {
  EnvironmentContext,
  EnvironmentFunction,
  EnvironmentValues,
  GivenValues,
} from "./components/environment/own-resources";

/** A project's own part of its program. */
export interface Program {
  /** Which branch becomes which environment. */
  readonly branches: BranchMap;
  /** Resources of the project's own in every environment, and what its applications get of them. */
  readonly environment?: EnvironmentFunction;
}

/**
 * The program of one stack: its settings become components, its components become outputs. A project exports it from its
 * `index.ts`; plain `pulumi up` runs it in the folder of Pulumi.yaml.
 *
 * @throws Error in one sentence where an argument is wrong.
 */
export function turnout(program: Program): (run?: Run) => Promise<Record<string, unknown>> {
  checkArguments("turnout", program, "environment");
  const { branches, environment: declareOwn } = program;
  return async (run = {}) => {
    const root = run.root ?? process.cwd();
    const settings = readSettings(root, branches);
    const recorded = await readRecorded();
    // Code for AWS is loaded only for stacks on AWS: it takes as long as the rest of the program, and every command on an
    // environment would wait for it.
    switch (settings.role) {
      case "state": {
        const { state } = require("./components/state") as typeof import("./components/state");
        return state(settings, recorded, branches.app);
      }
      case "platform": {
        if (settings.aws === undefined) return platforms.localPlatform(settings, recorded, run);
        const { awsPlatform } =
          require("./components/platform/aws-stack") as typeof import("./components/platform/aws-stack");
        return awsPlatform(settings, settings.aws, recorded, run, branches);
      }
      case "environment":
        return environments.environment(settings, recorded, { ...run, root }, branches, declareOwn);
    }
  };
}

/** What a program that composes its own plans from. */
interface Composed<T> extends Pick<Program, "branches"> {
  /** Settings that the program computes, each instead of the stack's own; checked with them. */
  readonly settings?: T;
}

/**
 * Plans the environment of this stack, for a program that declares `Environment`, or an application alone, itself. All
 * commands work with it where the program hands on the `run` that it was called with, and returns the plan's outputs.
 *
 * @throws Error in one sentence where a setting is wrong, or the update can't begin.
 */
export async function planEnvironment(
  composed: Composed<Partial<EnvironmentInput>>,
  run: Run = {},
): Promise<environments.EnvironmentPlan> {
  checkArguments("planEnvironment", composed, "settings");
  const { branches, settings: own } = composed;
  const root = run.root ?? process.cwd();
  const settings = readSettings(root, branches, own);
  if (settings.role !== "environment") throw otherRole("planEnvironment", settings);
  return environments.planEnvironment(settings, await readRecorded(), { ...run, root }, branches);
}

/**
 * The same of a platform, on a cluster that is there. That on AWS is no single component: `turnout` makes it.
 *
 * @throws as above.
 */
export async function planPlatform(
  composed: Composed<Partial<PlatformInput>>,
  run: Run = {},
): Promise<platforms.PlatformPlan> {
  checkArguments("planPlatform", composed, "settings");
  const { branches, settings: own } = composed;
  const settings = readSettings(run.root ?? process.cwd(), branches, own);
  if (settings.role !== "platform" || settings.aws !== undefined) throw otherRole("planPlatform", settings);
  return platforms.planPlatform(settings, await readRecorded(), run);
}

function otherRole(planner: string, { role, ...settings }: Settings): RunError {
  const what =
    role === "platform" && settings.aws !== undefined ? "a platform on AWS" : `turnout:role ${role}`;
  return new RunError(
    `${planner} can't plan stack ${getStack()}, which is ${what}: let the program return turnout({ branches })(run) for it.`,
  );
}

/** What a program hands over is JavaScript to the commands: only `npm test` has its types checked. */
function checkArguments(of: string, given: unknown, other: "environment" | "settings"): void {
  const { branches, [other]: own, ...more } = isObject(given) ? given : {};
  const [unknown] = Object.keys(more);
  const refuse = (name: string, value: unknown, rule: Rule): never => {
    throw withoutStack(new RunError(sentence({ path: `${of}({ ${name} })`, value, rule })));
  };
  if (!isObject(branches) || !Array.isArray(branches.rules))
    refuse("branches", branches, `must be the map that branches.ts exports; write ${of}({ branches })`);
  if (unknown !== undefined)
    refuse(unknown, more[unknown], `must be branches or ${other}; correct the name, or remove it`);
  if (own === undefined) return;
  if (other === "environment" && typeof own !== "function")
    refuse(
      other,
      own,
      `must be a function of the environment; write it as in ${documentAt("docs/environment-function.md")}`,
    );
  if (other === "settings" && !isObject(own))
    refuse(other, own, "must be an object of settings; write it as { applications: [web] }");
}
