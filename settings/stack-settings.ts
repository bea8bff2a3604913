import { ownConfig } from "./project-file";
import { parseWithSecrets } from "./secrets";
import type { Parsed } from "./settings";
import { ownPaths, readStackFiles, type StackConfig } from "./stack-files";

/** The settings that the files of a project give one stack, read without Pulumi; secrets stay as they are in the file. */
export const settingsOfStack = (...files: Parameters<typeof readStackFiles>): Parsed =>
  settingsIn(readStackFiles(...files));

/** The settings of one stack, from files that are read already. */
export const settingsIn = ({ values, secretPaths = [] }: StackConfig): Parsed =>
  parseWithSecrets(ownConfig(values), { paths: ownPaths(secretPaths), keys: [] });
