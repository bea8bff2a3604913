import assert from "node:assert/strict";
import { violations, type PodSpec } from "./restricted";

describe("the checker of Pod Security restricted", () => {
  const good: PodSpec = {
    securityContext: { runAsNonRoot: true, runAsUser: 1, seccompProfile: { type: "RuntimeDefault" } },
    volumes: [{ name: "tmp", emptyDir: {} }],
    containers: [
      { name: "a", securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } } },
    ],
  };

  it("finds no fault with a pod that keeps it", () => {
    assert.deepEqual(violations(good), []);
  });

  it("finds all that a container without any security context breaks", () => {
    assert.deepEqual(violations({ containers: [{ name: "a" }] }), [
      "a: allowPrivilegeEscalation",
      "a: capabilities.drop",
      "a: runAsNonRoot",
      "a: seccompProfile",
    ]);
  });

  it("finds what a pod may not have", () => {
    const bad: PodSpec = {
      ...good,
      hostNetwork: true,
      securityContext: { ...good.securityContext, runAsUser: 0, sysctls: [{}] },
      volumes: [{ name: "host", hostPath: { path: "/" } }],
      initContainers: [
        {
          name: "init",
          ports: [{ hostPort: 80 }],
          securityContext: {
            allowPrivilegeEscalation: false,
            privileged: true,
            procMount: "Unmasked",
            runAsUser: 1,
            capabilities: { drop: ["ALL"], add: ["NET_ADMIN"] },
          },
        },
      ],
    };
    assert.deepEqual(violations(bad), [
      "hostNetwork",
      "sysctls",
      "volume host",
      "init: privileged",
      "init: procMount",
      "init: capabilities.add",
      "init: hostPort",
      "a: runAsUser",
    ]);
  });
});
