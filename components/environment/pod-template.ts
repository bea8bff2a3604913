import type { types } from "@pulumi/kubernetes";
import { canonicalQuantity } from "../../estimate/quantity";
import { releaseName } from "../../release/fingerprint";
import { type Color, labels, serviceName } from "../../release/model";
import type { Application, givenVariables } from "../../settings/application";

type PodTemplate = types.input.core.v1.PodTemplateSpec;

/** Room for what Python and Gunicorn write beside a read-only root: upload spools, worker heartbeats. */
const scratchSize = "64Mi";

/** Content of a pod: image and secrets. */
interface Content {
  readonly application: Application;
  readonly image: string;
  readonly release: string;
  /** Digest of its secrets. */
  readonly secrets: string;
}

/** Name of the Secret that the pods of one release of one color read. */
export const secretName = (application: Application, color: Color, digest: string): string =>
  `${serviceName(application.name, color)}-${digest}`;

/** Name of a release, made of the pod template without its color, and of secrets by their fingerprints. */
export function releaseOf(
  application: Application,
  image: string,
  fingerprints: Readonly<Record<string, string>>,
): string {
  // Any color and name would do; these are never real ones.
  return releaseName(
    podTemplate({ application, image, release: "", secrets: "" }, "" as Color, {}),
    fingerprints,
  );
}

/** Labels that select the pods of one color; never more than these, a changed selector replaces the Deployment. */
export const selectorOf = (application: string, color: Color) => ({
  [labels.application]: application,
  [labels.color]: color,
});

/**
 * The pods of one color: Pod Security `restricted`, requests equal to limits (Fargate bills requests, and a pod that
 * can't be overcommitted can't be evicted for it), and a shutdown that keeps answering first.
 */
export function podTemplate(
  { application, image, release, secrets }: Content,
  color: Color,
  standardLabels: Readonly<Record<string, string>>,
): PodTemplate {
  const { probes, shutdown } = application;
  // One way to write each: a quantity that is written another way is no new release.
  const resources = Object.fromEntries(
    Object.entries(application.resources).map(([name, text]) => [name, canonicalQuantity(text)]),
  );
  const check = (probe: Application["probes"]["readiness"]) => ({
    httpGet: { path: probe.path, port: "http" },
    periodSeconds: probe.periodSeconds,
    failureThreshold: probe.failureThreshold,
    timeoutSeconds: probe.timeoutSeconds,
  });
  return {
    metadata: {
      labels: { ...standardLabels, ...selectorOf(application.name, color), [labels.release]: release },
    },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: application.user,
        runAsGroup: application.user,
        fsGroup: application.user,
        seccompProfile: { type: "RuntimeDefault" },
      },
      terminationGracePeriodSeconds: shutdown.graceSeconds,
      containers: [
        {
          name: application.name,
          image,
          imagePullPolicy: "IfNotPresent",
          ...(application.command && { command: application.command.map(literal) }),
          ports: [{ name: "http", containerPort: application.port, protocol: "TCP" }],
          env: environmentVariables(application, release, secretName(application, color, secrets)),
          resources: { requests: resources, limits: resources },
          readinessProbe: check(probes.readiness),
          // No startup probe: a kubelet asks for readiness only once it has recorded that one passed, up to a second
          // later in every release. This delay has the same purpose.
          livenessProbe: { ...check(probes.liveness), initialDelaySeconds: probes.startupSeconds },
          lifecycle: { preStop: { sleep: { seconds: shutdown.preStopSeconds } } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
          volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
        },
      ],
      volumes: [{ name: "tmp", emptyDir: { sizeLimit: scratchSize } }],
    },
  };
}

/**
 * Text that a container gets as it is written: a kubelet makes one `$` of two, and puts the value of a variable for its
 * name in `$(NAME)` (Kubernetes, third_party/forked/golang/expansion/expand.go). Any other `$` stays, and isn't touched:
 * a text that needs nothing keeps its release.
 */
const literal = (text: string): string => text.replace(/\$(?=[$(])/g, "$$$$");

function environmentVariables(application: Application, release: string, secret: string) {
  const { preStopSeconds, graceSeconds, gracefulTimeoutSeconds, keepAliveSeconds } = application.shutdown;
  const given: Record<(typeof givenVariables)[number], string> = {
    GRACEFUL_TIMEOUT_SECONDS: String(gracefulTimeoutSeconds),
    KEEP_ALIVE_SECONDS: String(keepAliveSeconds),
    PORT: String(application.port),
    PRE_STOP_SECONDS: String(preStopSeconds),
    RELEASE: release,
    TERMINATION_GRACE_SECONDS: String(graceSeconds),
  };
  const plain = { ...application.env, ...given };
  const byName = ([a]: [string, string], [b]: [string, string]) => (a < b ? -1 : 1);
  return [
    ...Object.entries(plain)
      .sort(byName)
      .map(([name, value]) => ({ name, value: literal(value) })),
    ...Object.entries(application.secrets)
      .sort(byName)
      .map(([name]) => ({
        name,
        valueFrom: { secretKeyRef: { name: secret, key: name } },
      })),
  ];
}
