import assert from "node:assert/strict";
import type { Recording } from "../../../program/recording";
import { declare, inside, names, ofKind, releaseOf, shop, the, web } from "../declared";
import { type PodSpec, violations } from "../restricted";

interface Container {
  readonly name: string;
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly resources: { readonly requests: object; readonly limits: object };
  readonly [key: string]: unknown;
}

const podOf = (recording: Recording, name: string) =>
  inside(the(recording, "Deployment", name), "spec", "template", "spec") as unknown as PodSpec & {
    readonly containers: readonly Container[];
    readonly terminationGracePeriodSeconds: number;
    readonly automountServiceAccountToken: boolean;
  };

/** As a kubelet expands a text: https://github.com/kubernetes/kubernetes/blob/v1.35.0/third_party/forked/golang/expansion/expand.go */
const expanded = (text: string, variables: Readonly<Record<string, string>>): string =>
  text.replace(/\$\$|\$\(([^)]*)\)/g, (found, name?: string) =>
    name === undefined ? "$" : (variables[name] ?? found),
  );

describe("the pods of both colors", () => {
  let recording: Recording;
  before(async () => {
    recording = await declare({ applications: [shop, { ...web, name: "api" }] });
  });

  it("keep Pod Security restricted in every container of every Deployment", () => {
    const deployments = ofKind(recording, "Deployment");
    assert.equal(deployments.length, 4);
    for (const { name } of deployments) assert.deepEqual(violations(podOf(recording, name)), [], name);
  });

  it("have a read-only root with a place to write, and no token of the cluster", () => {
    for (const name of names) {
      const { containers, automountServiceAccountToken } = podOf(recording, name);
      assert.equal(automountServiceAccountToken, false);
      for (const { securityContext, volumeMounts } of containers as readonly Container[]) {
        assert.equal((securityContext as { readOnlyRootFilesystem?: boolean }).readOnlyRootFilesystem, true);
        assert.deepEqual(volumeMounts, [{ name: "tmp", mountPath: "/tmp" }]);
      }
    }
  });

  it("request what they are limited to", () => {
    for (const name of names)
      for (const { resources } of podOf(recording, name).containers)
        assert.deepEqual(resources, {
          requests: { cpu: "500m", memory: "512Mi" },
          limits: { cpu: "500m", memory: "512Mi" },
        });
  });

  it("go on answering before they end, and have the time to", () => {
    for (const name of names) {
      const { containers, terminationGracePeriodSeconds } = podOf(recording, name);
      assert.equal(terminationGracePeriodSeconds, 55);
      for (const { lifecycle } of containers)
        assert.deepEqual(lifecycle, { preStop: { sleep: { seconds: 20 } } });
    }
  });

  it("are told what they are, beside what the settings say", () => {
    const release = releaseOf(recording, "web-blue");
    const name = inside(the(recording, "Secret", "web-blue"), "metadata", "name");
    const secret = (key: string) => ({ name: key, valueFrom: { secretKeyRef: { name, key } } });
    assert.deepEqual(podOf(recording, "web-blue").containers[0]?.env, [
      { name: "ALPHA", value: "1" },
      { name: "GRACEFUL_TIMEOUT_SECONDS", value: "32" },
      { name: "KEEP_ALIVE_SECONDS", value: "75" },
      { name: "LOG_LEVEL", value: "debug" },
      { name: "PORT", value: "8080" },
      { name: "PRE_STOP_SECONDS", value: "20" },
      { name: "RELEASE", value: release },
      { name: "TERMINATION_GRACE_SECONDS", value: "55" },
      secret("API_KEY"),
      secret("DATABASE_URL"),
    ]);
  });

  it("get the text of variables and commands as it is written, whatever Kubernetes expands in it", async () => {
    const texts = [
      "$(PORT)",
      "$$",
      "$",
      "pa$$word$(PORT)",
      "$$$(PORT)",
      "$$(PORT)$",
      "$(NOBODY)",
      "$(",
      "$HOME $x",
      "$(PORT)$(PORT)$$$$",
    ];
    const env = Object.fromEntries(texts.map((text, index) => [`TEXT_${index}`, text]));
    const [container] = podOf(
      await declare({ applications: [{ ...web, env, command: texts }] }),
      "web-blue",
    ).containers;
    const given = (container?.env ?? []).filter(({ name }) => name.startsWith("TEXT_"));
    assert.deepEqual(
      given.map(({ value }) => expanded(value ?? "", { PORT: "8080" })),
      texts,
    );
    assert.deepEqual(
      (container?.command as string[]).map((word) => expanded(word, { PORT: "8080" })),
      texts,
    );
    assert.equal(given.find(({ name }) => name === "TEXT_8")?.value, "$HOME $x");
  });

  it("are checked as the settings say, with all the time to start that they may take", () => {
    const [container] = podOf(recording, "web-green").containers;
    const check = (path: string, periodSeconds: number, failureThreshold: number) => ({
      httpGet: { path, port: "http" },
      periodSeconds,
      failureThreshold,
      timeoutSeconds: 2,
    });
    assert.deepEqual(container?.readinessProbe, check("/readyz", 2, 3));
    assert.deepEqual(container.livenessProbe, { ...check("/healthz", 10, 3), initialDelaySeconds: 120 });
    assert.deepEqual(container.command, ["gunicorn", "wsgi:app"]);
  });

  it("are alike in both colors but for what names the color", () => {
    const text = JSON.stringify(podOf(recording, "web-green"));
    assert.equal(text.replaceAll("web-green", "web-blue"), JSON.stringify(podOf(recording, "web-blue")));
    assert.equal(releaseOf(recording, "web-green"), releaseOf(recording, "web-blue"));
  });
});

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
