import { type Rule, isObject } from "../problems/problem";
import { itemsOf, unset } from "./resource";

/** One field of a pod or a container; `ofPod` may also be set on the pod, for the containers that don't have it. */
export interface Check {
  readonly field: readonly string[];
  readonly ofPod?: true;
  readonly keeps: (value: unknown) => boolean;
  readonly rule: Rule;
}

const notTrue = (value: unknown) => value !== true;
const context = "securityContext";
const profiles: readonly unknown[] = ["RuntimeDefault", "Localhost"];

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/ : `restricted`, which holds `baseline`. */
export const podChecks: readonly Check[] = [
  { field: ["hostNetwork"], keeps: notTrue, rule: "must not share the node's network; remove it" },
  { field: ["hostPID"], keeps: notTrue, rule: "must not share the node's processes; remove it" },
  { field: ["hostIPC"], keeps: notTrue, rule: "must not share the node's memory; remove it" },
  {
    field: [context, "sysctls"],
    keeps: (value) => itemsOf(value).length === 0,
    rule: "must not set the kernel's parameters; remove them",
  },
];

export const containerChecks: readonly Check[] = [
  {
    field: [context, "runAsNonRoot"],
    ofPod: true,
    keeps: (value) => value === true,
    rule: "must be true; set it in the pod's securityContext",
  },
  {
    field: [context, "runAsUser"],
    ofPod: true,
    keeps: (value) => value !== 0,
    rule: "must not be root; set the number of another user",
  },
  {
    field: [context, "seccompProfile", "type"],
    ofPod: true,
    keeps: (value) => profiles.includes(value),
    rule: "must be RuntimeDefault; set it in the pod's securityContext",
  },
  {
    field: [context, "appArmorProfile", "type"],
    ofPod: true,
    keeps: (value) => unset(value) || profiles.includes(value),
    rule: "must not be Unconfined; remove it",
  },
  { field: [context, "seLinuxOptions"], ofPod: true, keeps: unset, rule: "must not be set; remove it" },
  {
    field: [context, "windowsOptions", "hostProcess"],
    ofPod: true,
    keeps: notTrue,
    rule: "must not run on the node itself; remove it",
  },
  { field: [context, "privileged"], keeps: notTrue, rule: "must not be privileged; remove it" },
  {
    field: [context, "allowPrivilegeEscalation"],
    keeps: (value) => value === false,
    rule: "must be false; set it in the container's securityContext",
  },
  {
    field: [context, "capabilities", "drop"],
    keeps: (value) => itemsOf(value).includes("ALL"),
    rule: "must drop ALL; set [ALL]",
  },
  {
    field: [context, "capabilities", "add"],
    keeps: (value) => itemsOf(value).every((one) => one === "NET_BIND_SERVICE"),
    rule: "must not add capabilities; remove them",
  },
  {
    field: [context, "procMount"],
    keeps: (value) => unset(value) || value === "Default",
    rule: "must be Default; remove it",
  },
  {
    field: ["ports"],
    keeps: (value) => itemsOf(value).every((port) => !isObject(port) || !port.hostPort),
    rule: "must not take ports of the node; remove hostPort",
  },
  ...probeHosts(),
];

export const volumeTypes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/** In `baseline` from Kubernetes 1.34 on: the kubelet would ask another host, from within the node's network (KEP-4940). */
function probeHosts(): Check[] {
  const probes = ["livenessProbe", "readinessProbe", "startupProbe"].map((probe) => [probe]);
  return [...probes, ["lifecycle", "postStart"], ["lifecycle", "preStop"]].flatMap((field) =>
    ["httpGet", "tcpSocket"].map((action) => ({
      field: [...field, action, "host"],
      keeps: (value: unknown) => unset(value) || value === "",
      rule: "must not be another host than the pod; remove it" as const,
    })),
  );
}
