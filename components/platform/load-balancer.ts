import type * as pulumi from "@pulumi/pulumi";

export interface LoadBalancerArgs {
  /** ARN in ACM. */
  readonly certificateArn?: pulumi.Input<string>;
  readonly domain?: string;
  readonly idleTimeoutSeconds: number;
  readonly allowedRoutes: "All" | "Same";
  readonly loadBalancerName: string;
}

/**
 * TLS 1.2 and 1.3 with forward secrecy and authenticated ciphers, key exchange also against quantum computers: what AWS
 * recommends and its console sets. (elasticloadbalancing/latest/application/describe-ssl-policies.html); without a
 * policy the controller's listeners get one of 2016.
 */
const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** What a `LoadBalancerConfiguration` says of the load balancer. */
export function loadBalancerSpec({ certificateArn, idleTimeoutSeconds, loadBalancerName }: LoadBalancerArgs) {
  return {
    loadBalancerName,
    scheme: "internet-facing",
    ...(certificateArn !== undefined && {
      listenerConfigurations: [{ protocolPort: "HTTPS:443", defaultCertificate: certificateArn, sslPolicy }],
    }),
    // No deletion_protection.enabled: with it the controller refuses to let a deleted Gateway go, so a destroy would
    // hang for ever (pkg/gateway/model/base_model_builder.go). What must stay is protected in the stack.
    loadBalancerAttributes: [
      { key: "idle_timeout.timeout_seconds", value: String(idleTimeoutSeconds) },
      // A header that no server should accept is how one request is hidden in another.
      { key: "routing.http.drop_invalid_header_fields.enabled", value: "true" },
    ],
  };
}

/** The listeners of a Gateway: `http` alone, or `https` for the traffic and `http` for what leads there. */
export function listenersOf({ certificateArn, domain, allowedRoutes }: LoadBalancerArgs) {
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
