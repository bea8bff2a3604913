import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Path } from "../problems/problem";
import { securePaths } from "./stack-file";
import { stackFileOf, workspaceOf } from "./stack-files";

/**
 * Where in a stack's file secrets stand, as paths of the settings. The engine tells the program only which whole key
 * has one in it.
 *
 * @returns none where the configuration comes from elsewhere (`--config-file`).
 */
export function secretPaths(root: string, project: string, stack: string): Path[] {
  const file = stackFileOf(root, stack, workspaceOf(root));
  return file === undefined ? [] : securePaths(readFileSync(file, "utf8"), project, basename(file));
}
