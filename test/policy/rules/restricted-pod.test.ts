import assert from "node:assert/strict";
import fc from "fast-check";
import { restrictedPod } from "../../../policy/rules/restricted-pod";
import { violations, type PodSpec } from "../../components/restricted";
import { says } from "../say";

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

describe("the rule of restricted pods", () => {
  it("finds as many faults as the tests' own checker of Pod Security, in any pod", () => {
    let [good, bad] = [0, 0];
    fc.assert(
      fc.property(pod, (spec) => {
        const faults = violations(spec).length;
        if (faults === 0) good++;
        else bad++;
        assert.equal(say(spec).length, faults);
      }),
      { numRuns: 2000, seed: 1 },
    );
    assert.ok(good > 100 && bad > 100, `${good} good and ${bad} bad`);
  });

  it("takes a pod that keeps it by what stands at the pod alone", () => {
    const own = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
    const spec = {
      securityContext: { runAsNonRoot: true, runAsUser: 1, seccompProfile: { type: "RuntimeDefault" } },
      volumes: [{ name: "tmp", emptyDir: {} }],
      containers: [{ name: "a", securityContext: own }],
    };
    assert.deepEqual(say(spec), []);
    const more = { appArmorProfile: { type: "Unconfined" }, seLinuxOptions: { type: "spc_t" } };
    const windows = { windowsOptions: { hostProcess: true } };
    const odd = { ...spec, securityContext: { ...spec.securityContext, ...more, ...windows } };
    assert.deepEqual(say(odd), [
      'Pod it spec.containers[0].securityContext.appArmorProfile.type is "Unconfined": must not be Unconfined; remove it.',
      "Pod it spec.containers[0].securityContext.seLinuxOptions is an object: must not be set; remove it.",
      "Pod it spec.containers[0].securityContext.windowsOptions.hostProcess is true: must not run on the node itself; remove it.",
    ]);
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
