import * as pulumi from "@pulumi/pulumi";
import { stackConfig } from "./config";
import { settingsError } from "./fail";
import { parseSettings, type Settings } from "./settings";

/**
 * The settings of the stack that this program runs for.
 *
 * @throws InputPropertiesError with every problem they have.
 */
export function readSettings(): Settings {
  const parsed = parseSettings(stackConfig(pulumi.getProject()));
  if ("problems" in parsed) throw settingsError(pulumi.getStack(), parsed.problems);
  return parsed.settings;
}
