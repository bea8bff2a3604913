import type { Color, Intent, RecordedApplication } from "../../release/model";
import type { Application } from "../../settings/application";
import type { Switch } from "../../traffic/switch";
import type { PlannedApplication } from "./planned-application";
import type { Witness } from "./witness";

/** What is known of an application before it is planned. */
export interface Facts {
  readonly application: Application;
  readonly recorded: RecordedApplication;
  /** Name of the release that the settings want. */
  readonly release: string;
  /** The color that is active before the update. */
  readonly activeBefore: Color;
}

/** What one run of the program is told beyond the settings; plain `pulumi up` tells it nothing. */
export interface Run {
  /** What a person asks for of an application. */
  readonly intent?: ((facts: Facts) => Intent | undefined) | undefined;
  /**
   * Gets to know all plans before anything is changed, and which applications are recorded that the settings don't have,
   * so that the update removes them; what it throws ends the update there.
   */
  readonly onPlanned?:
    ((applications: readonly PlannedApplication[], removed: readonly string[]) => void) | undefined;
  /** By application, what was seen of a switch that was made before this run, which is to record it. */
  readonly switches?: Readonly<Record<string, Switch>> | undefined;
  /** Instead of the one that looks at the live cluster. */
  readonly witness?: Witness | undefined;
  /** Instead of asking the live cluster, the namespaces of all environments on a platform. */
  readonly environments?: (() => Promise<readonly string[]>) | undefined;
}
