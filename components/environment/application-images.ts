import type * as pulumi from "@pulumi/pulumi";
import type { Application } from "../../settings/application";

/** Images of an environment's applications, where this stack brings them to the cluster. */
export interface ApplicationImages {
  /** Resources that make an application's image; none where it is there. */
  declare(application: Application, parent: pulumi.ComponentResource): readonly pulumi.Resource[];
  /** Whether this update builds an application's image, or brings it to the nodes: its pods must wait for that. */
  brings(application: string): boolean;
  /** Called before pods of an application are made: brings its image to the nodes. @throws where it can't. */
  provide?(application: string, ref: string): Promise<void>;
}
