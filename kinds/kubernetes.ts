import { previewName } from "../release/model";
import { movingTagWarning } from "../settings/image";
import { standIn, unnoticed, whileServing, type Changed, type Impact, type Kind, type Subject } from "./kind";
import { after, valueIn, list, parts, word, words } from "./words";

/** Whether a route always leads to the latest release: its hostname is a preview, not for users. */
export const isPreview = (route: string): boolean => route.endsWith(previewName(""));

/** An object on the path of every request, whichever color is active. */
const gatewayObject: Kind = { loss: "traffic", changes: { spec: "traffic" } };

/** An object of one color, on the path of requests while that color serves. */
const colorObject: Kind = { loss: whileServing, changes: { spec: whileServing } };

const routeImpact = ({ name }: Subject): Impact => (isPreview(name) ? "none" : "traffic");

const scaledToZero = ({ serving, path, after: replicas }: Subject & Changed): Impact =>
  serving && path === "spec.replicas" && replicas === 0 ? "traffic" : "none";

/** The chart that is known to hold no data; any other could have a database in it. */
const isController = ({ name }: Subject) => name === "aws-load-balancer-controller";

/** A changed controller may build every load balancer in another way. */
const chartImpact = (chart: Subject): Impact => (isController(chart) || chart.serving ? "traffic" : "none");

/** Objects of the cluster, but for rights (identity.ts). */
export const kubernetesKinds: Readonly<Record<string, Kind>> = {
  // Workloads: each color has its own.
  "kubernetes:ConfigMap": { loss: whileServing },
  "kubernetes:Deployment": {
    loss: whileServing,
    changes: { "spec.template": whileServing, "spec.replicas": scaledToZero },
    warnings: ({ spec }, { branches }) => {
      const pod = valueIn(spec, "template", "spec");
      return [...parts(valueIn(pod, "containers")), ...parts(valueIn(pod, "initContainers"))]
        .map((one) =>
          movingTagWarning(word(valueIn(one, "name")) ?? "", word(valueIn(one, "image")) ?? "", branches),
        )
        .filter((warning) => warning !== undefined);
    },
  },
  "kubernetes:HorizontalPodAutoscaler": { loss: whileServing },
  // It has its color's name, and no request passes it.
  "kubernetes:PodDisruptionBudget": unnoticed,
  "kubernetes:Secret": {
    loss: whileServing,
    changes: { data: whileServing, stringData: whileServing },
  },
  "kubernetes:Service": colorObject,
  "kubernetes:TargetGroupConfiguration": colorObject,

  // The namespace, and limits to what is in it. Pods keep the security groups that they started with.
  "kubernetes:LimitRange": unnoticed,
  "kubernetes:Namespace": { loss: "data", detail: ({ metadata }) => word(valueIn(metadata, "name")) },
  "kubernetes:ResourceQuota": unnoticed,
  "kubernetes:SecurityGroupPolicy": unnoticed,

  // The path of requests.
  "kubernetes:Gateway": {
    ...gatewayObject,
    detail: ({ spec }) =>
      words(
        ", ",
        ...parts(valueIn(spec, "listeners")).map((one) =>
          words(
            " ",
            word(valueIn(one, "protocol")),
            word(valueIn(one, "port")),
            word(valueIn(one, "hostname")),
          ),
        ),
      ),
    price: ({ spec }, zones) =>
      valueIn(spec, "gatewayClassName") === "alb" ? { loadBalancer: 1, publicAddress: zones } : {},
    outputs: (name) => ({ status: { addresses: [{ value: standIn("address", name) }] } }),
  },
  "kubernetes:GatewayClass": {
    ...gatewayObject,
    detail: ({ spec }) => after("controller", word(valueIn(spec, "controllerName"))),
  },
  "kubernetes:HTTPRoute": {
    loss: routeImpact,
    changes: { spec: routeImpact },
    detail: ({ spec }) =>
      list(valueIn(spec, "hostnames")) ??
      after("redirects to", word(valueIn(spec, "rules", 0, "filters", 0, "requestRedirect", "scheme"))),
  },
  "kubernetes:ListenerRuleConfiguration": gatewayObject,
  "kubernetes:LoadBalancerConfiguration": {
    ...gatewayObject,
    detail: ({ spec }) => words(", ", word(valueIn(spec, "loadBalancerName")), word(valueIn(spec, "scheme"))),
  },

  // What makes objects of other kinds.
  // Of CRDs: each route of the cluster is an object of one.
  "kubernetes:ConfigFile": {
    loss: "data",
    changes: { file: "traffic" },
    detail: ({ file }) => word(file),
  },
  "kubernetes:Release": {
    // While the controller is away, load balancers send requests to pods that are gone.
    loss: (chart) => (isController(chart) ? "traffic" : "data"),
    changes: { chart: chartImpact, repositoryOpts: chartImpact, values: chartImpact, version: chartImpact },
    detail: ({ chart, version, repositoryOpts }) =>
      words(" ", "chart", word(chart), word(version), after("from", word(valueIn(repositoryOpts, "repo")))),
  },
};
