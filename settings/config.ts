import * as pulumi from "@pulumi/pulumi";
import { ownConfig } from "./own-config";

/**
 * The stack's configuration under the project's name, as the program was given it. Secrets come in the clear:
 * a release is named after what its pods get, so their change must be seen before any resource is declared.
 */
export function stackConfig(project: string): Record<string, unknown> {
  return ownConfig(project, pulumi.runtime.allConfig());
}
