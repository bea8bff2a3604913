import { branches } from "./branches";
import type { Run } from "./program/planned-application";
import { readSettings } from "./settings/read-settings";
import { readRecorded } from "./program/recorded-state";
import { environment } from "./components/environment/stack";
import { localPlatform } from "./components/platform/local-stack";

/**
 * One stack: its settings become components, its components become outputs. Code for AWS is loaded only for stacks on
 * AWS: it takes as long as the rest of the program, and every command on an environment would wait for it.
 */
export = async (run: Run = {}): Promise<Record<string, unknown>> => {
  const settings = readSettings();
  const recorded = await readRecorded();
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
      return environment(settings, recorded, run, branches);
  }
};
