import { ownConfig } from "./own-config";
import { projectName } from "./project-file";
import { parseSettings, type Parsed } from "./settings";
import { readStackFiles } from "./stack-files";

/** What the files of a project say of one stack, read without Pulumi; secrets stay as they stand in the file. */
export function settingsOfStack(root: string, stack: string): Parsed {
  return parseSettings(ownConfig(projectName, readStackFiles(root, stack).values));
}
