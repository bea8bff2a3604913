import type { Run } from "./components/environment/run";
import { readSettings } from "./settings/read-settings";
import { readRecorded } from "./settings/recorded-state";
import { awsPlatform } from "./stacks/aws-platform";
import { environment } from "./stacks/environment";
import { localPlatform } from "./stacks/local-platform";
import { state } from "./stacks/state";

/** One stack: its settings become components, its components become outputs. */
export = async (run: Run = {}): Promise<Record<string, unknown>> => {
  const settings = readSettings();
  const recorded = await readRecorded();
  switch (settings.role) {
    case "state":
      return state(settings, recorded);
    case "platform":
      return settings.aws === undefined
        ? localPlatform(settings, recorded)
        : awsPlatform(settings, settings.aws, recorded, run);
    case "environment":
      return environment(settings, recorded, run);
  }
};
