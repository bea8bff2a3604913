import type * as pulumi from "@pulumi/pulumi";
import type { RecordedApplication } from "../../release/recorded";
import type { BlueGreenApplication } from "./blue-green-application";

/** What a stack tells of one application. */
export type ApplicationOutput = RecordedApplication & { readonly url: string };

/** @param port of the Gateway's listener; left out of a URL where it is HTTP's own. */
export function applicationOutputs(
  applications: readonly BlueGreenApplication[],
  port: number,
): Record<string, pulumi.Output<ApplicationOutput>> {
  const suffix = port === 80 ? "" : `:${port}`;
  return Object.fromEntries(
    applications.map(({ name, host, recorded }) => [
      name,
      recorded.apply((state) => ({ url: `http://${host}${suffix}/`, ...state })),
    ]),
  );
}
