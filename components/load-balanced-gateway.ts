import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";

interface LoadBalancedGatewayArgs {
  /** Name of the Gateway in its namespace. */
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** ARN in ACM; without one everything is plain HTTP. */
  readonly certificateArn?: pulumi.Input<string>;
  /** Its HTTPS listener takes only hostnames right below this domain; unset means any. */
  readonly domain?: string;
  readonly idleTimeoutSeconds: number;
  /** Namespaces whose routes may be attached: any, or its own. */
  readonly allowedRoutes: "All" | "Same";
  readonly protect: boolean;
  /** Runs before it is deleted; an error keeps it. */
  readonly beforeDelete?: pulumi.ResourceHook | undefined;
  /** At most 32 characters; a load balancer keeps the one it was made with. */
  readonly loadBalancerName: string;
}

/** The GatewayClass of the platform's controller. */
export const loadBalancerClass = "alb";

/**
 * A Gateway with an Application Load Balancer. Over HTTPS where there is a certificate, at the listener `https`; the
 * listener `http` then only leads there, and a route that names no listener in the Gateway's own namespace would be
 * attached to it as well, and win.
 *
 * `options` must depend on the controller (in the platform's stack): its finalizer holds the Gateway until the load
 * balancer is gone.
 */
export class LoadBalancedGateway extends pulumi.ComponentResource {
  /** DNS name of the load balancer. */
  readonly address: pulumi.Output<string>;
  /** `app/NAME/ID`, the load balancer's name in CloudWatch. */
  readonly arnSuffix: pulumi.Output<string>;

  constructor(name: string, args: LoadBalancedGatewayArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:gateway:LoadBalancedGateway", name, {}, options);
    const { namespace, labels, certificateArn, protect, beforeDelete } = args;
    const metadata = { name: args.name, namespace, ...(labels && { labels }) };

    const balancer = new CustomResource(
      name,
      {
        apiVersion: "gateway.k8s.aws/v1",
        kind: "LoadBalancerConfiguration",
        metadata,
        spec: loadBalancerSpec(args),
      },
      { parent: this },
    );
    const gateway = new Gateway(
      name,
      {
        metadata: { ...metadata, annotations: { "pulumi.com/waitFor": "condition=Programmed" } },
        spec: {
          gatewayClassName: loadBalancerClass,
          infrastructure: {
            parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: args.name },
          },
          listeners: listenersOf(args),
        },
      },
      {
        parent: this,
        // The controller keeps the configuration until no Gateway names it.
        dependsOn: balancer,
        protect,
        ...(beforeDelete && { hooks: { beforeDelete: [beforeDelete] } }),
        // A load balancer takes three minutes, and the controller looks again every two.
        customTimeouts: { create: "20m", update: "20m", delete: "20m" },
      },
    );
    if (certificateArn !== undefined)
      new CustomResource(
        `${name}-to-https`,
        {
          apiVersion: "gateway.networking.k8s.io/v1",
          kind: "HTTPRoute",
          metadata: { ...metadata, name: `${args.name}-to-https` },
          spec: {
            parentRefs: [
              { group: "gateway.networking.k8s.io", kind: "Gateway", name: args.name, sectionName: "http" },
            ],
            rules: [
              {
                filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
              },
            ],
          },
        },
        { parent: this, dependsOn: gateway },
      );
    this.address = gateway.address;
    this.arnSuffix = gateway.arnSuffix;
    this.registerOutputs();
  }
}

interface GatewayArgs {
  readonly metadata: { readonly name: string; readonly namespace: string } & Readonly<
    Record<string, unknown>
  >;
  readonly spec: object;
}

/** Part of a Gateway's status that is read; the AWS Load Balancer Controller writes it. */
interface Status {
  readonly addresses?: readonly { readonly value?: string }[];
  readonly conditions?: readonly { readonly type: string; readonly message?: string }[];
}

/** A Gateway that the AWS Load Balancer Controller serves. */
export class Gateway extends CustomResource {
  declare private readonly status: pulumi.Output<Status | undefined>;
  private readonly title: string;

  constructor(name: string, args: GatewayArgs, options: pulumi.CustomResourceOptions) {
    super(
      name,
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "Gateway",
        ...args,
        // Set by the controller; only what is named here can be read before the registration is answered.
        status: undefined,
      },
      options,
    );
    this.title = args.metadata.name;
  }

  /** DNS name of the load balancer; offline there is none. */
  get address(): pulumi.Output<string> {
    return this.status.apply((status) => status?.addresses?.[0]?.value ?? `(address of ${this.title})`);
  }

  /** `app/NAME/ID`: the controller writes the ARN as the message of `Programmed` (controllers/gateway, v3.5.0). */
  get arnSuffix(): pulumi.Output<string> {
    return this.status.apply((status) => {
      const arn = status?.conditions?.find(({ type }) => type === "Programmed")?.message;
      return arn?.split(":loadbalancer/")[1] ?? `(load balancer of ${this.title})`;
    });
  }
}

interface LoadBalancerArgs {
  /** ARN in ACM. */
  readonly certificateArn?: pulumi.Input<string>;
  readonly domain?: string;
  readonly idleTimeoutSeconds: number;
  readonly allowedRoutes: "All" | "Same";
  readonly loadBalancerName: string;
}

/**
 * TLS 1.2 and 1.3 with forward secrecy, authenticated ciphers and post-quantum key exchange: the policy that AWS
 * recommends and its console sets (elasticloadbalancing/latest/application/describe-ssl-policies.html). Without a
 * policy the controller's listeners get one of 2016.
 */
const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** Spec of the `LoadBalancerConfiguration`. */
function loadBalancerSpec({ certificateArn, idleTimeoutSeconds, loadBalancerName }: LoadBalancerArgs) {
  return {
    loadBalancerName,
    scheme: "internet-facing",
    ...(certificateArn !== undefined && {
      listenerConfigurations: [{ protocolPort: "HTTPS:443", defaultCertificate: certificateArn, sslPolicy }],
    }),
    // No deletion_protection.enabled: with it the controller refuses to let a deleted Gateway go, so a destroy would
    // never end (pkg/gateway/model/base_model_builder.go). Resources that must stay are protected in the stack.
    loadBalancerAttributes: [
      { key: "idle_timeout.timeout_seconds", value: String(idleTimeoutSeconds) },
      // Against request smuggling.
      { key: "routing.http.drop_invalid_header_fields.enabled", value: "true" },
    ],
  };
}

/** The listeners of a Gateway: `http` alone, or `https` for the traffic and `http` for the redirect to it. */
function listenersOf({ certificateArn, domain, allowedRoutes }: LoadBalancerArgs) {
  const routes = (from: "All" | "Same") => ({ allowedRoutes: { namespaces: { from } } });
  const http = { name: "http", protocol: "HTTP", port: 80 };
  if (certificateArn === undefined) return [{ ...http, ...routes(allowedRoutes) }];
  const hostname = domain === undefined ? {} : { hostname: `*.${domain}` };
  return [
    // No `tls`: the controller takes certificates from the load balancer's configuration only.
    { name: "https", protocol: "HTTPS", port: 443, ...hostname, ...routes(allowedRoutes) },
    { ...http, ...routes("Same") },
  ];
}
