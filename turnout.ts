import type { BranchMap } from "./naming/branch-map";
import type { Run } from "./program/planned-application";
import { readSettings } from "./settings/read-settings";
import { readRecorded } from "./program/recorded-state";
import { environment } from "./components/environment/stack";
import { localPlatform } from "./components/platform/local-stack";

export type { BranchMap } from "./naming/branch-map";

/** A project's own part of its program. */
export interface Program {
  /** Which branch becomes which environment. */
  readonly branches: BranchMap;
}

/**
 * The program of one stack: its settings become components, its components become outputs. A project exports it from its
 * `index.ts`; plain `pulumi up` runs it in the folder of Pulumi.yaml.
 */
export function turnout({ branches }: Program): (run?: Run) => Promise<Record<string, unknown>> {
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
        if (settings.aws === undefined) return localPlatform(settings, recorded, run);
        const { awsPlatform } =
          require("./components/platform/aws-stack") as typeof import("./components/platform/aws-stack");
        return awsPlatform(settings, settings.aws, recorded, run, branches);
      }
      case "environment":
        return environment(settings, recorded, { ...run, root }, branches);
    }
  };
}
