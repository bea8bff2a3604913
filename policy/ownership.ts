import type { Rule } from "../problems/problem";
import {
  inputAt,
  membersOf,
  notKnown,
  placeOf,
  type Inputs,
  type Resource,
  type ResourceRule,
  type StackProblem,
  type StackRule,
} from "./resource";

const environment = /turnout:environment:Environment(\$|::)/;
/** Its own Namespace; a project's own resources stand one component deeper. */
const home = "turnout:environment:Environment$kubernetes:core/v1:Namespace::";

/** Components of the Kubernetes SDK that only hold objects, each of which is looked at itself. */
const holder = /^kubernetes:(yaml|kustomize|helm\.sh\/v4)/;

/** Kinds without a namespace; one that is missing here is reported for having none. */
const clusterWide =
  /:(APIService|CSIDriver|CertificateSigningRequest|ClusterRole|ClusterRoleBinding|CustomResourceDefinition|FlowSchema|GatewayClass|IngressClass|MutatingWebhookConfiguration|Namespace|Node|PersistentVolume|PriorityClass|PriorityLevelConfiguration|RuntimeClass|StorageClass|ValidatingAdmissionPolicy|ValidatingAdmissionPolicyBinding|ValidatingWebhookConfiguration)(Patch)?$/;

const sharedRule: Rule = "must not be one that all environments share; declare it in the platform's stack";

/**
 * An environment declares one Namespace, and what it declares in the cluster is in it: a branch can neither reach into
 * another nor change what all share. A stack with an `Environment` in it is one.
 */
export const ownNamespace: StackRule = (resources) => {
  if (!resources.some(({ urn }) => environment.test(urn))) return [];
  const objects = resources.filter(({ type }) => type.startsWith("kubernetes:") && !holder.test(type));
  const own = objects.find(({ urn }) => urn.includes(home));
  const namespace = own && inputAt(own.inputs, "metadata", "name");
  const shown = typeof namespace === "string" ? namespace : "the stack's own";
  return objects.filter((object) => object !== own).flatMap((object) => problemOf(object, namespace, shown));
};

function problemOf(object: Resource, namespace: unknown, shown: string): StackProblem[] {
  const { urn, type } = object;
  if (clusterWide.test(type)) return [{ urn, path: placeOf(object, "type"), value: type, rule: sharedRule }];
  const value = inputAt(object.inputs, "metadata", "namespace");
  if (value === notKnown || namespace === notKnown) return [];
  if (value !== undefined && value === namespace) return [];
  const rule: Rule = `must be ${shown}, as of all in this environment; set it to that`;
  return [{ urn, path: placeOf(object, "metadata.namespace"), value, rule }];
}

/** Which part of Turnout a resource is of: what the bill is split by. */
const partOf = "turnout:part-of";

const tagRule: Rule = `must hold ${partOf}; give the provider defaultTags: { tags: { "${partOf}": … } }`;
const ownRule: Rule = "must not be empty; remove it, the provider sets it";

/**
 * AWS resources get the tag by the `defaultTags` of their provider, which knows better than a list of types which of
 * them take tags. So that is where it has to be; a resource can only take it away, by a value of its own.
 */
export const tagged: ResourceRule = (resource) => {
  const { type, inputs } = resource;
  if (type === "pulumi:providers:aws") {
    const value = inputAt({ tags: tagsOf(inputs) }, "tags", partOf);
    if (value === notKnown || (typeof value === "string" && value !== "")) return [];
    return [{ path: placeOf(resource, "defaultTags"), value: inputs.defaultTags, rule: tagRule }];
  }
  const own = type.startsWith("aws:") ? inputAt(inputs, "tags", partOf) : undefined;
  return own === "" ? [{ path: placeOf(resource, `tags["${partOf}"]`), value: own, rule: ownRule }] : [];
};

/** A provider's inputs that aren't text are JSON on their way to it. */
function tagsOf({ defaultTags }: Inputs): unknown {
  if (typeof defaultTags !== "string") return inputAt({ defaultTags }, "defaultTags", "tags");
  try {
    return membersOf(JSON.parse(defaultTags)).tags;
  } catch {
    return undefined;
  }
}
