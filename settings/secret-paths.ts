import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Path } from "./path";
import { securePaths } from "./stack-file";

/**
 * Where in a stack's files secrets stand, as paths of the settings. The engine tells the program only which whole key
 * has one in it. Of the two files, the one in `.turnout` is there with the backend inside the checkout.
 *
 * @returns none where the configuration comes from elsewhere (`--config-file`).
 */
export function secretPaths(root: string, project: string, stack: string): Path[] {
  return [join(root, ".turnout", "workspace"), root]
    .map((folder) => join(folder, `Pulumi.${stack}.yaml`))
    .filter((file) => existsSync(file))
    .flatMap((file) => securePaths(readFileSync(file, "utf8"), project, basename(file)));
}
