import type { Check } from "./pod-security";

const asking = [
  ["livenessProbe"],
  ["readinessProbe"],
  ["startupProbe"],
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
];

/** In `baseline` from Kubernetes 1.34 on: the kubelet would ask another host, from within the node's network (KEP-4940). */
export const probeHosts: readonly Check[] = asking.flatMap((field) =>
  ["httpGet", "tcpSocket"].map((action): Check => ({
    field: [...field, action, "host"],
    keeps: (value) => value === undefined || value === null || value === "",
    rule: "must not be another host than the pod; remove it",
  })),
);
