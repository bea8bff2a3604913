import type * as pulumi from "@pulumi/pulumi";
import type { RecordedApplication } from "../../release/model";
import type { Switch } from "../../traffic/switch";
import type { BlueGreenApplication } from "./blue-green-application";

/** What a stack tells of one application. */
export type ApplicationOutput = RecordedApplication & {
  readonly url: string;
  readonly previewUrl: string;
  /** What was seen when its traffic last moved. */
  readonly lastSwitch?: Switch | undefined;
};

export function applicationOutputs(
  applications: readonly BlueGreenApplication[],
): Record<string, pulumi.Output<ApplicationOutput>> {
  return Object.fromEntries(
    applications.map((application) => [
      application.planned.application.name,
      // Once everything is recorded: the checks have seen by then what there was to see.
      application.recorded.apply((state) => ({
        url: application.planned.entry.url,
        previewUrl: application.planned.preview.url,
        ...state,
        lastSwitch: application.lastSwitch(),
      })),
    ]),
  );
}
