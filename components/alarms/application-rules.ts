import { podLogGroup } from "../platform/log-group";
import { type Color, colors } from "../../release/model";
import type { AlarmRule } from "./alarm";
import { fewestErrors, fewestRequests, silenceIsGood } from "./load-balancer-rules";
import type { Metric, Place } from "./metric";

/** An application as its load balancer sees it. */
export interface WatchedApplication {
  readonly name: string;
  readonly loadBalancer: Place["loadBalancer"];
  /** The ends of the ARNs of the two that take its traffic. */
  readonly targetGroups: Readonly<Record<Color, NonNullable<Place["targetGroup"]>>>;
}

/** One metric for each color, as `blue_ID` and `green_ID`. */
function ofBothColors(
  { loadBalancer, targetGroups }: WatchedApplication,
  id: string,
  metric: string,
  statistic: Metric["statistic"] = "Sum",
): Metric[] {
  return colors.map((color) => ({
    id: `${color}_${id}`,
    metric,
    statistic,
    place: { loadBalancer, targetGroup: targetGroups[color] },
  }));
}

/** What wakes somebody for an application. Each rule is over both colors, so a release changes no alarm. */
export function applicationRules(
  application: WatchedApplication,
  { cluster, namespace }: { readonly cluster: string; readonly namespace: string },
): AlarmRule[] {
  const { name } = application;
  const logs = `logs: group ${podLogGroup(cluster)}, kubernetes.namespace_name = "${namespace}"`;
  const back = `If it came with a release: npx turnout rollback in that environment`;
  const requests = ofBothColors(application, "requests", "RequestCount");
  return [
    {
      kind: "5xx",
      description: `More than 1 % of what ${name} in ${namespace} answers is 5xx. ${back}. Else see its ${logs}.`,
      metrics: [...ofBothColors(application, "errors", "HTTPCode_Target_5XX_Count"), ...requests],
      expression: `IF(${sum("errors")} >= ${fewestErrors}, 100 * (${sum("errors")}) / (${sum("requests")}), 0)`,
      // As a canary is judged (settings/analysis.ts).
      bad: "above",
      threshold: 1,
      minutes: 3,
      ofMinutes: 5,
      missing: silenceIsGood,
    },
    {
      kind: "latency",
      description:
        `One request in 20 to ${name} in ${namespace} takes longer than 2 s. ${back}. ` +
        `Else look at its CPU (kubectl top pods -n ${namespace}), at what it calls, and at its ${logs}.`,
      metrics: [...ofBothColors(application, "p95", "TargetResponseTime", "p95"), ...requests],
      expression: `IF(${sum("requests")} >= ${fewestRequests}, ${largest("p95")}, 0)`,
      bad: "above",
      threshold: 2,
      minutes: 5,
      ofMinutes: 5,
      missing: silenceIsGood,
    },
    {
      kind: "healthy-hosts",
      description:
        `No pod of ${name} in ${namespace} passes the load balancer's health check, of either color. ` +
        `kubectl get pods -n ${namespace}, then describe one: not started (image, Fargate), or not ready (its ${logs}). ` +
        `${back}.`,
      // The largest of what its nodes report: pods may all be in one zone, and the node of another then counts none.
      metrics: ofBothColors(application, "hosts", "HealthyHostCount", "Maximum"),
      // An idle color on standby counts as well: an active one that is dead beside it shows as 5xx.
      expression: largest("hosts"),
      bad: "below",
      threshold: 1,
      minutes: 3,
      ofMinutes: 3,
      // Nobody has counted a healthy pod: an application that nobody asks is counted as well.
      missing: "breaching",
    },
  ];
}

const filled = (id: string) => colors.map((color) => `FILL(${color}_${id}, 0)`);
const sum = (id: string) => filled(id).join(" + ");
const largest = (id: string) => `MAX([${filled(id).join(", ")}])`;
