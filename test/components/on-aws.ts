import type { Recording } from "../../program/recording";
import { type Declaration, declare, web } from "./declared";

export const account = "111122223333";
export const aws = { account, region: "eu-central-1" };

interface OnAws extends Declaration {
  /** Differences from an account and a region. */
  readonly aws?: object;
  readonly gateway?: object;
}

/** Resources that the real program declares for a stack whose platform is on AWS. */
export function declareOnAws({ aws: more, gateway, settings, ...rest }: OnAws = {}): Promise<Recording> {
  return declare({
    applications: [{ ...web, build: "app", image: "localhost/web" }],
    ...rest,
    settings: {
      "turnout:platform": "platform",
      "turnout:aws": JSON.stringify({ ...aws, ...more }),
      "turnout:gateway": JSON.stringify({ namespace: "turnout-gateway", name: "shared", ...gateway }),
      ...settings,
    },
  });
}

export const zone = { hostedZone: "Z0123456789AB" };
export const github = { github: { repository: "example/shop" } };

/** The platform with everything that can be asked for. */
export const wholePlatform = (): Promise<Recording> =>
  declareOnAws({
    stack: "platform",
    aws: {
      ...zone,
      ...github,
      zones: ["a", "b", "c"],
      natPerZone: true,
      endpoints: true,
      jenkins: "environment",
    },
    gateway: { others: ["shared-2"] },
    settings: { "turnout:role": "platform" },
  });
