import { existsSync, readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { parseAllDocuments } from "yaml";
import type { Components } from "./construct";
import type { Manifest } from "./kubernetes-rules";

/** The kinds of the Gateway API that this project uses; the release of v1.6.0 has more of them. */
const GATEWAY_API = [
  ["GatewayClass", "gatewayclasses", "Cluster"],
  ["Gateway", "gateways", "Namespaced"],
  ["HTTPRoute", "httproutes", "Namespaced"],
].map(([kind = "", plural = "", scope = ""]) => {
  const group = "gateway.networking.k8s.io";
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: { group, names: { kind, plural }, scope, versions: [{ name: "v1", served: true, storage: true }] },
  };
});

/** The objects in a file on this machine; of an address only the Gateway API's, since nothing is fetched here. */
function objectsIn(file: string): Manifest[] {
  if (existsSync(file))
    return parseAllDocuments(readFileSync(file, "utf8")).flatMap((document) => {
      const object = document.toJS() as Manifest | null;
      return object ? [object] : [];
    });
  if (file.startsWith("https://github.com/kubernetes-sigs/gateway-api/")) return GATEWAY_API;
  throw new Error(`The simulated ConfigFile can't fetch ${file}; give it a file.`);
}

/** `yaml.v2.ConfigFile`: one resource per object, under the names that pulumi-kubernetes gives (yaml/v2/yaml.go). */
class SimulatedConfigFile extends pulumi.ComponentResource {
  readonly resources: pulumi.Output<pulumi.CustomResource[]>;

  constructor(type: string, name: string, inputs: pulumi.Inputs, options: pulumi.ComponentResourceOptions) {
    super(type, name, inputs, options);
    const { file, resourcePrefix = name } = inputs;
    this.resources = pulumi
      .all([file, resourcePrefix] as pulumi.Input<string>[])
      .apply(([path = "", prefix = ""]) => objectsIn(path).map((object) => this.declare(prefix, object)));
    this.registerOutputs({ resources: this.resources });
  }

  private declare(prefix: string, object: Manifest): pulumi.CustomResource {
    const { apiVersion, kind, metadata } = object;
    const version = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
    const name = metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
    return new AnyObject(
      `kubernetes:${version}:${kind}`,
      prefix === "" ? name : `${prefix}:${name}`,
      object,
      { parent: this },
    );
  }
}

class AnyObject extends pulumi.CustomResource {}

const CONFIG_FILE = "kubernetes:yaml/v2:ConfigFile";

/** The remote components of package `kubernetes`. */
export const kubernetesComponents: Components = {
  [CONFIG_FILE]: (name, inputs, options) => {
    const { urn, resources } = new SimulatedConfigFile(CONFIG_FILE, name, inputs, options);
    return { urn, state: { resources } };
  },
};
