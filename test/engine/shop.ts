import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Secret } from "@pulumi/kubernetes/core/v1/secret";
import { Service } from "@pulumi/kubernetes/core/v1/service";
import { Provider, type ProviderArgs } from "@pulumi/kubernetes/provider";

/** Differences between one update of the shop and the next. */
export interface ShopOptions {
  image?: string;
  replicas?: number;
  /** The selector's label; a Deployment's selector can't be changed in place. */
  app?: string;
  token?: string;
  provider?: ProviderArgs;
  /** Leaves the Deployment's dependency on its namespace out: the mistake that a cluster punishes. */
  forgetNamespace?: boolean;
}

/** The types of what the shop declares. */
export const SHOP = {
  namespace: "kubernetes:core/v1:Namespace",
  secret: "kubernetes:core/v1:Secret",
  deployment: "kubernetes:apps/v1:Deployment",
  service: "kubernetes:core/v1:Service",
};

/** A small program for tests of the library: a namespace with a secret, a Deployment that uses it, and a Service. */
export function shop(options: ShopOptions = {}): () => Promise<Record<string, unknown>> {
  const {
    image = "shop:1",
    replicas = 2,
    app = "shop",
    token = "t0p-secret",
    forgetNamespace = false,
  } = options;
  // eslint-disable-next-line @typescript-eslint/require-await -- the Automation API takes only async programs
  return async () => {
    const provider = new Provider("cluster", { clusterIdentifier: "simulated", ...options.provider });
    const space = new Namespace("space", { metadata: { name: "shop" } }, { provider });
    const namespace = forgetNamespace ? "shop" : space.metadata.name;
    const secret = new Secret(
      "token",
      { metadata: { name: "token", namespace }, stringData: { token: pulumi.secret(token) } },
      { provider, dependsOn: space },
    );
    const labels = { app };
    const variables = [{ name: "TOKEN", valueFrom: { secretKeyRef: { name: "token", key: "token" } } }];
    const web = new Deployment(
      "web",
      {
        metadata: { name: "web", namespace },
        spec: {
          replicas,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: "web", image, env: variables }] } },
        },
      },
      { provider, dependsOn: forgetNamespace ? [] : secret },
    );
    const service = new Service(
      "web",
      { metadata: { name: "web", namespace }, spec: { selector: labels, ports: [{ port: 80 }] } },
      { provider, dependsOn: web },
    );
    return { ready: web.status.readyReplicas, service: service.metadata.name };
  };
}
