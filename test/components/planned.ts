import { releaseOf } from "../../components/environment/pod-template";
import { planApplication, type PlannedApplication, type Run } from "../../program/planned-application";
import { entriesOf } from "../../naming/host";
import type { RecordedApplication } from "../../release/model";
import type { Switch } from "../../traffic/switch";
import { applicationOf } from "../settings/parsed";
import { applicationWith } from "../settings/shop";

/** Inputs of an application's plan beside its settings. */
export interface Known {
  readonly recorded?: RecordedApplication;
  readonly intent?: Run["intent"];
  readonly lastSwitch?: Switch;
}

/** The shop's application, with these settings, as an update plans it. */
export function planned(
  values: Readonly<Record<string, unknown>> = {},
  { recorded = {}, intent, lastSwitch }: Known = {},
): PlannedApplication {
  const application = applicationOf(applicationWith(values));
  const entries = entriesOf("shop-dev", {
    domain: "shop.example",
    gateway: { port: 80 },
    applications: [{ name: "web" }, { name: "api" }],
  });
  return planApplication(
    {
      application,
      image: "registry.example/web:2",
      releaseOf,
      scope: "shop/dev",
      intent,
      ...entries(application.name),
    },
    recorded,
    lastSwitch,
  );
}

/** The release that these settings want. */
export const wantedOf = (values: Readonly<Record<string, unknown>> = {}): string => planned(values).release;

/** A color as it is once its release has come up. */
export const up = (release: string, replicas = 1) => ({ release, replicas, ready: true });

/** An application whose old release serves on blue, and whose green is free. */
export const blueServes: RecordedApplication = {
  weights: { blue: 100, green: 0 },
  preview: "blue",
  blue: up("old"),
  green: { release: "older", replicas: 0, ready: false },
};
