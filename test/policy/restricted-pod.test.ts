import assert from "node:assert/strict";
import fc from "fast-check";
import { restrictedPod } from "../../policy/pods";
import { violations, type PodSpec } from "../components/restricted";
import { says } from "./say";

const say = (spec: object) => says(restrictedPod, "kubernetes:core/v1:Pod", { spec });

/** Mostly what keeps the profile, so that pods without any fault come up as well. */
const mostly = <T>(good: T, ...bad: readonly T[]) =>
  fc.oneof({ weight: 15, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...bad) });

const context = fc.record({
  runAsNonRoot: mostly<boolean | undefined>(true, false, undefined),
  runAsUser: mostly<number | undefined>(undefined, 1000, 0),
  seccompProfile: mostly<object | undefined>({ type: "RuntimeDefault" }, { type: "Unconfined" }, undefined),
});
const container = fc.record({
  name: fc.constant("a"),
  securityContext: fc.record({
    runAsNonRoot: mostly<boolean | undefined>(undefined, true, false),
    runAsUser: mostly<number | undefined>(undefined, 1000, 0),
    seccompProfile: mostly<object | undefined>(undefined, { type: "Localhost" }, { type: "Unconfined" }),
    privileged: mostly<boolean | undefined>(undefined, false, true),
    procMount: mostly<string | undefined>(undefined, "Default", "Unmasked"),
    allowPrivilegeEscalation: mostly<boolean | undefined>(false, true, undefined),
    capabilities: mostly<object | undefined>(
      { drop: ["ALL"] },
      { drop: ["KILL", "ALL"], add: ["NET_BIND_SERVICE"] },
      { drop: ["ALL"], add: ["KILL"] },
      { drop: [] },
      undefined,
    ),
  }),
  ports: mostly<object[] | undefined>(
    [{ containerPort: 80 }],
    [{ hostPort: 0 }],
    [{ hostPort: 80 }],
    undefined,
  ),
});
const pod = fc.record({
  hostNetwork: mostly<boolean | undefined>(undefined, false, true),
  hostPID: mostly<boolean | undefined>(undefined, false, true),
  hostIPC: mostly<boolean | undefined>(undefined, false, true),
  securityContext: context,
  volumes: mostly<object[] | undefined>(
    [{ name: "v", emptyDir: {} }],
    [
      { name: "v", configMap: {} },
      { name: "w", hostPath: {} },
    ],
    undefined,
  ),
  containers: fc.array(container, { minLength: 1, maxLength: 2 }),
  initContainers: fc.array(container, { maxLength: 1 }),
}) as fc.Arbitrary<PodSpec>;

/**
 * A pod in which what the pod itself says is mended, and how much that was: Pod Security refuses it whether or not a
 * container says it otherwise, and a container that inherits it has no fault of its own.
 */
function withoutOwnFaults(spec: PodSpec): [PodSpec, number] {
  const { runAsNonRoot, runAsUser, seccompProfile } = spec.securityContext ?? {};
  const mended = {
    ...spec.securityContext,
    ...(runAsNonRoot === false && { runAsNonRoot: true }),
    ...(runAsUser === 0 && { runAsUser: 1 }),
    ...(seccompProfile?.type === "Unconfined" && { seccompProfile: { type: "RuntimeDefault" } }),
  };
  const faults = [runAsNonRoot === false, runAsUser === 0, seccompProfile?.type === "Unconfined"];
  return [{ ...spec, securityContext: mended }, faults.filter(Boolean).length];
}

const own = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
const good = {
  securityContext: { runAsNonRoot: true, runAsUser: 1, seccompProfile: { type: "RuntimeDefault" } },
  volumes: [{ name: "tmp", emptyDir: {} }],
  containers: [{ name: "a", securityContext: own }],
};

describe("the rule of restricted pods", () => {
  it("finds as many faults as the tests' own checker of Pod Security, and those of the pod once, in any pod", () => {
    let [good, bad] = [0, 0];
    fc.assert(
      fc.property(pod, (spec) => {
        const [mended, ofPod] = withoutOwnFaults(spec);
        const faults = violations(mended).length + ofPod;
        if (faults === 0) good++;
        else bad++;
        assert.equal(say(spec).length, faults);
      }),
      { numRuns: 2000, seed: 1 },
    );
    assert.ok(good > 100 && bad > 100, `${good} good and ${bad} bad`);
  });

  it("takes a pod that keeps it by what stands at the pod alone", () => {
    assert.deepEqual(say(good), []);
    const appArmorProfile = { type: "Localhost", localhostProfile: "web" };
    assert.deepEqual(say({ ...good, securityContext: { ...good.securityContext, appArmorProfile } }), []);
    const more = { appArmorProfile: { type: "Unconfined" }, seLinuxOptions: { type: "spc_t" } };
    const windows = { windowsOptions: { hostProcess: true } };
    const odd = { ...good, securityContext: { ...good.securityContext, ...more, ...windows } };
    assert.deepEqual(say(odd), [
      'Pod it spec.securityContext.appArmorProfile.type is "Unconfined": must not be Unconfined; remove it.',
      "Pod it spec.securityContext.seLinuxOptions is an object: must not be set; remove it.",
      "Pod it spec.securityContext.windowsOptions.hostProcess is true: must not run on the node itself; remove it.",
    ]);
  });

  it("refuses what the pod says, also where each container says it otherwise", () => {
    const pod = { runAsNonRoot: false, runAsUser: 0, seccompProfile: { type: "Unconfined" } };
    const containers = [{ name: "a", securityContext: { ...own, ...good.securityContext } }];
    assert.deepEqual(say({ securityContext: pod, containers }), [
      "Pod it spec.securityContext.runAsNonRoot is false: must be true; set it in the pod's securityContext.",
      "Pod it spec.securityContext.runAsUser is 0: must not be root; set the number of another user.",
      'Pod it spec.securityContext.seccompProfile.type is "Unconfined": must be RuntimeDefault; set it in the pod\'s securityContext.',
    ]);
    assert.deepEqual(say({ containers }), []);
  });

  it("refuses probes and hooks that reach for another host, and takes those of the pod itself", () => {
    const probes = (action: object) => {
      const of = { livenessProbe: action, readinessProbe: action, startupProbe: action };
      const container = { ...of, lifecycle: { postStart: action, preStop: action }, securityContext: own };
      return say({ ...good, initContainers: [container] });
    };
    const rule = "must not be another host than the pod; remove it.";
    for (const action of ["httpGet", "tcpSocket"])
      assert.deepEqual(
        probes({ [action]: { host: "127.0.0.1", port: 80 } }),
        ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop"].map(
          (field) => `Pod it spec.initContainers[0].${field}.${action}.host is "127.0.0.1": ${rule}`,
        ),
      );
    const httpHeaders = [{ name: "Host", value: "shop.example" }];
    assert.deepEqual(probes({ httpGet: { path: "/healthz", port: 80, httpHeaders } }), []);
    assert.deepEqual(probes({ httpGet: { host: "", port: 80 }, tcpSocket: { host: null, port: 80 } }), []);
    assert.deepEqual(probes({ grpc: { port: 80 }, exec: { command: ["true"] } }), []);
  });

  it("finds pods below what has an empty list of containers", () => {
    const inputs = { spec: { containers: [], template: { spec: { ...good, hostNetwork: true } } } };
    const type = "kubernetes:example.dev/v1:Rollout";
    assert.deepEqual(says(restrictedPod, type, inputs), [
      "Rollout it spec.template.spec.hostNetwork is true: must not share the node's network; remove it.",
    ]);
    const beside = { containers: [], spec: { ...good, hostPID: true } };
    assert.deepEqual(says(restrictedPod, type, beside), [
      "Rollout it spec.hostPID is true: must not share the node's processes; remove it.",
    ]);
  });

  it("finds a pod within a pod's object once each", () => {
    const inner = { ...good, hostIPC: true };
    assert.deepEqual(say({ ...inner, template: inner }), [
      "Pod it spec.hostIPC is true: must not share the node's memory; remove it.",
      "Pod it spec.template.hostIPC is true: must not share the node's memory; remove it.",
    ]);
  });

  it("takes lists that are called containers, but hold names", () => {
    assert.deepEqual(say({ containers: ["web", "sidecar"] }), []);
  });

  it("names each fault of a bare container with its fix", () => {
    assert.deepEqual(say({ containers: [{ name: "a" }] }), [
      "Pod it spec.containers[0].securityContext.runAsNonRoot is missing: must be true; set it in the pod's securityContext.",
      "Pod it spec.containers[0].securityContext.seccompProfile.type is missing: must be RuntimeDefault; set it in the pod's securityContext.",
      "Pod it spec.containers[0].securityContext.allowPrivilegeEscalation is missing: must be false; set it in the container's securityContext.",
      "Pod it spec.containers[0].securityContext.capabilities.drop is missing: must drop ALL; set [ALL].",
    ]);
  });
});
