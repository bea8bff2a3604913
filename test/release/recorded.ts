import type { ColorPlan } from "../../release/release-plan";
import type { RecordedApplication, RecordedColor } from "../../release/model";

export const wanted = { release: "new", replicas: 2, standbyReplicas: 0, firstShare: 100 };
export const old: RecordedColor = { release: "old", replicas: 2, ready: true };
export const fresh: RecordedColor = { release: "new", replicas: 2, ready: true };

export const toBlue = { blue: 100, green: 0 };
export const toGreen = { blue: 0, green: 100 };

export const blueServes: RecordedApplication = { weights: toBlue, preview: "blue", blue: old };
/** `new` on green is what the settings went back to, or forward. */
export const bothServed: RecordedApplication = { ...blueServes, green: fresh };
export const candidate: RecordedColor = { ...fresh, candidate: true };
/** A canary that has 10 % of the traffic. */
export const trial: RecordedApplication = {
  weights: { blue: 90, green: 10 },
  preview: "green",
  blue: old,
  green: candidate,
};
/** A release that waits to be promoted. */
export const waiting: RecordedApplication = { ...trial, weights: toBlue };

/** A frozen color that stays as it is recorded to be. */
export const kept = ({ release, replicas, ready, candidate = false }: RecordedColor): ColorPlan => ({
  replicas,
  frozen: true,
  awaitReady: ready,
  candidate,
  release,
});

/** A color that is given what is wanted. */
export const given: ColorPlan = {
  replicas: 2,
  frozen: false,
  awaitReady: true,
  candidate: false,
  release: "new",
};
