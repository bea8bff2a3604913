/** The part of a pod's specification that the checker reads. */
export interface PodSpec {
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: SecurityContext;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seccompProfile?: { readonly type?: string };
  readonly sysctls?: readonly unknown[];
  readonly privileged?: boolean;
  readonly procMount?: string;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
}

interface Container {
  readonly name: string;
  readonly securityContext?: SecurityContext;
  readonly ports?: readonly { readonly hostPort?: number }[];
}

const volumeTypes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/**
 * Violations of the profile `restricted` (https://kubernetes.io/docs/concepts/security/pod-security-standards/)
 * in a pod, as the API server would refuse it.
 */
export function violations(pod: PodSpec): string[] {
  const ofPod = pod.securityContext ?? {};
  const found: string[] = [];
  const rule = (broken: boolean, name: string) => {
    if (broken) found.push(name);
  };
  for (const host of ["hostNetwork", "hostPID", "hostIPC"] as const) rule(pod[host] === true, host);
  rule((ofPod.sysctls ?? []).length > 0, "sysctls");
  for (const { name, ...volume } of pod.volumes ?? [])
    rule(!Object.keys(volume).every((type) => volumeTypes.includes(type)), `volume ${String(name)}`);
  for (const { name, securityContext: own = {}, ports = [] } of [
    ...(pod.initContainers ?? []),
    ...pod.containers,
  ]) {
    const { drop = [], add = [] } = own.capabilities ?? {};
    const seccomp = own.seccompProfile?.type ?? ofPod.seccompProfile?.type ?? "";
    rule(own.allowPrivilegeEscalation !== false, `${name}: allowPrivilegeEscalation`);
    rule(own.privileged === true, `${name}: privileged`);
    rule((own.procMount ?? "Default") !== "Default", `${name}: procMount`);
    rule(!drop.includes("ALL"), `${name}: capabilities.drop`);
    rule(!add.every((capability) => capability === "NET_BIND_SERVICE"), `${name}: capabilities.add`);
    rule((own.runAsNonRoot ?? ofPod.runAsNonRoot) !== true, `${name}: runAsNonRoot`);
    rule((own.runAsUser ?? ofPod.runAsUser) === 0, `${name}: runAsUser`);
    rule(!["RuntimeDefault", "Localhost"].includes(seccomp), `${name}: seccompProfile`);
    rule(
      ports.some(({ hostPort = 0 }) => hostPort !== 0),
      `${name}: hostPort`,
    );
  }
  return found;
}
