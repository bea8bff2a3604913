import type { Detail } from "./detail";
import { after, at, list, parts, word, words } from "./words";

/** Of a cluster's objects, as far as the load balancers and people's rights go. */
export const objectDetails: Readonly<Record<string, Detail>> = {
  "kubernetes:ClusterRole": ({ rules }) => {
    const { length } = parts(rules);
    return `${length} ${length === 1 ? "rule" : "rules"}`;
  },
  "kubernetes:ClusterRoleBinding": ({ subjects, roleRef }) =>
    words(
      " → ",
      words(", ", ...parts(subjects).map((one) => words(" ", word(at(one, "kind")), word(at(one, "name"))))),
      words(" ", word(at(roleRef, "kind")), word(at(roleRef, "name"))),
    ),
  "kubernetes:ConfigFile": ({ file }) => word(file),
  "kubernetes:Gateway": ({ spec }) =>
    words(
      ", ",
      ...parts(at(spec, "listeners")).map((one) =>
        words(" ", word(at(one, "protocol")), word(at(one, "port")), word(at(one, "hostname"))),
      ),
    ),
  "kubernetes:GatewayClass": ({ spec }) => after("controller", word(at(spec, "controllerName"))),
  "kubernetes:HTTPRoute": ({ spec }) =>
    list(at(spec, "hostnames")) ??
    after("redirects to", word(at(spec, "rules", 0, "filters", 0, "requestRedirect", "scheme"))),
  "kubernetes:LoadBalancerConfiguration": ({ spec }) =>
    words(", ", word(at(spec, "loadBalancerName")), word(at(spec, "scheme"))),
  "kubernetes:Namespace": ({ metadata }) => word(at(metadata, "name")),
  "kubernetes:Release": ({ chart, version, repositoryOpts }) =>
    words(" ", "chart", word(chart), word(version), after("from", word(at(repositoryOpts, "repo")))),
  "kubernetes:ValidatingAdmissionPolicyBinding": ({ spec }) => list(at(spec, "validationActions")),
};
