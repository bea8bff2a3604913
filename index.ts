import type { Run } from "./components/environment/run";
import { readSettings } from "./settings/read-settings";
import { readRecorded } from "./settings/recorded-state";
import { environment } from "./stacks/environment";
import { localPlatform } from "./stacks/local-platform";

/**
 * One stack: its settings become components, its components become outputs. What is AWS's is loaded where a stack is
 * there: it takes as long as the rest of the program, and every command on an environment would wait for it.
 */
export = async (run: Run = {}): Promise<Record<string, unknown>> => {
  const settings = readSettings();
  const recorded = await readRecorded();
  switch (settings.role) {
    case "state": {
      const { state } = require("./stacks/state") as typeof import("./stacks/state");
      return state(settings, recorded);
    }
    case "platform": {
      if (settings.aws === undefined) return localPlatform(settings, recorded);
      const { awsPlatform } = require("./stacks/aws-platform") as typeof import("./stacks/aws-platform");
      return awsPlatform(settings, settings.aws, recorded, run);
    }
    case "environment":
      return environment(settings, recorded, run);
  }
};
