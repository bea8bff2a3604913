import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { branches } from "../branches";
import { stackConfig } from "./config";
import { settingsError } from "./fail";
import { gatewayProblems } from "./gateway-problems";
import { misplacedSecrets } from "./misplaced-secrets";
import { checkProjectName } from "./project-file";
import { onProjectGateway } from "./project-gateway";
import { secretPaths } from "./secret-paths";
import { parseSettings, type Settings } from "./settings";

/**
 * The settings of the stack that this program runs for, checked by themselves, beside the map of branches, and for
 * secrets in the wrong place.
 *
 * @throws InputPropertiesError with every problem they have; Error where the project has another name.
 */
export function readSettings(): Settings {
  const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
  checkProjectName(project);
  const root = join(__dirname, "..");
  const raw = onProjectGateway(root, project, stackConfig(project));
  const parsed = parseSettings(raw);
  const secrets = secretPaths(root, project, stack);
  const problems = [
    ...("problems" in parsed ? parsed.problems : gatewayProblems(parsed.settings, branches)),
    ...misplacedSecrets(secrets, raw),
  ];
  if ("problems" in parsed || problems.length > 0) throw settingsError(stack, problems);
  return parsed.settings;
}
