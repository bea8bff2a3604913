import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Gateway, LoadBalancedGateway } from "../../../components/load-balanced-gateway";
import { Domain } from "../../../components/platform/domain";
import { EnvironmentSecurityGroup } from "../../../components/platform/environment-security-group";
import { SharedGateways, WildcardRecord } from "../../../components/platform/load-balancers";
import { controllerOn } from "./controller-on";
import { Registrations, valueOf } from "./registered";

const domain = "shop.example";
const hostedZone = "Z0123456789AB";

/** The platform up to its Gateways and the domain's record. */
function gatewaysOn(options: pulumi.ComponentResourceOptions, secure: boolean) {
  const { cluster, controller, vpcId } = controllerOn(options);
  const groups = { cluster: "turnout", vpcId, clusterSecurityGroupId: cluster.securityGroupId };
  const securityGroup = new EnvironmentSecurityGroup("environments", groups, options);
  const named = secure ? new Domain("domain", { domain, hostedZone }, options) : undefined;
  const shared = new SharedGateways(
    "gateways",
    {
      cluster: "turnout",
      namespace: "turnout-gateway",
      names: ["shared", "shared-2"],
      idleTimeoutSeconds: 75,
      https: named && { certificateArn: named.certificateArn, domain },
      controller,
      securityGroup,
    },
    options,
  );
  const address = shared.gateways.shared?.address ?? "";
  const provider = (options.providers as { aws: pulumi.ProviderResource }).aws;
  if (named) new WildcardRecord("wildcard", { domain, hostedZone, address }, { provider });
  return shared;
}

interface Spec {
  readonly gatewayClassName: string;
  readonly infrastructure: { readonly parametersRef: object };
  readonly listeners: readonly object[];
}

const from = (namespaces: string) => ({ allowedRoutes: { namespaces: { from: namespaces } } });
const http = { name: "http", protocol: "HTTP", port: 80 };

describe("SharedGateways", () => {
  let plain: Registrations;
  let secure: Registrations;
  before(async () => {
    plain = await Registrations.of((options) => gatewaysOn(options, false));
    secure = await Registrations.of((options) => gatewaysOn(options, true));
  });
  const specOf = (made: Registrations, name = "shared") =>
    made.the("Gateway", name).inputs.spec as unknown as Spec;
  const balancerOf = (made: Registrations, name = "shared") =>
    made.the("LoadBalancerConfiguration", name).inputs.spec as Record<string, unknown>;

  it("names what it makes for ever", () => {
    const kinds =
      /^(Gateway|GatewayClass|HTTPRoute|LoadBalancerConfiguration|Namespace|Record|Certificate\w*) /;
    assert.deepEqual(
      secure.titles.filter((title) => kinds.test(title)),
      [
        ...["Certificate domain", "CertificateValidation domain", "Gateway shared", "Gateway shared-2"],
        ...["GatewayClass alb", "HTTPRoute shared-2-to-https", "HTTPRoute shared-to-https"],
        ...["LoadBalancerConfiguration shared", "LoadBalancerConfiguration shared-2"],
        ...[
          "Namespace gateways",
          "Namespace turnout-platform",
          "Record domain-validation",
          "Record wildcard",
        ],
      ],
    );
  });

  it("makes Application Load Balancers of the class", () => {
    const { metadata, spec } = plain.the("GatewayClass", "alb").inputs;
    assert.equal((metadata as Record<string, unknown>).name, "alb");
    assert.deepEqual(spec, { controllerName: "gateway.k8s.aws/alb" });
    assert.equal(specOf(plain).gatewayClassName, "alb");
  });

  it("waits until the load balancer is there, and knows no status of its own", () => {
    const { metadata, ...rest } = plain.the("Gateway", "shared").inputs;
    const { annotations, namespace } = metadata as Record<string, unknown>;
    assert.deepEqual(annotations, { "pulumi.com/waitFor": "condition=Programmed" });
    assert.equal(namespace, "turnout-gateway");
    assert.deepEqual(Object.keys(rest).sort(), ["apiVersion", "kind", "spec"]);
  });

  it("protects what carries every environment's traffic", () => {
    for (const [kind, name] of [
      ["Gateway", "shared"],
      ["Gateway", "shared-2"],
      ["Namespace", "gateways"],
    ] as const)
      assert.equal(plain.the(kind, name).protect, true, `${kind} ${name}`);
  });

  it("configures the load balancer beside the Gateway, and never against being deleted", () => {
    assert.deepEqual(specOf(plain, "shared-2").infrastructure.parametersRef, {
      group: "gateway.k8s.aws",
      kind: "LoadBalancerConfiguration",
      name: "shared-2",
    });
    assert.deepEqual(balancerOf(plain, "shared-2"), {
      loadBalancerName: "turnout-shared-2",
      scheme: "internet-facing",
      loadBalancerAttributes: [
        { key: "idle_timeout.timeout_seconds", value: "75" },
        { key: "routing.http.drop_invalid_header_fields.enabled", value: "true" },
      ],
    });
  });

  it("takes routes of all namespaces over plain HTTP where there is no certificate", () => {
    assert.deepEqual(specOf(plain).listeners, [{ ...http, ...from("All") }]);
    assert.deepEqual(plain.ofKind("HTTPRoute"), []);
  });

  it("takes them over HTTPS only where there is one, and leads there from plain HTTP", () => {
    assert.deepEqual(specOf(secure).listeners, [
      { name: "https", protocol: "HTTPS", port: 443, hostname: "*.shop.example", ...from("All") },
      { ...http, ...from("Same") },
    ]);
    assert.deepEqual(secure.the("HTTPRoute", "shared-to-https").inputs.spec, {
      parentRefs: [
        { group: "gateway.networking.k8s.io", kind: "Gateway", name: "shared", sectionName: "http" },
      ],
      rules: [
        { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] },
      ],
    });
  });

  it("serves the validated certificate with a current policy", () => {
    const [listener, ...others] = balancerOf(secure).listenerConfigurations as Record<string, unknown>[];
    assert.deepEqual(others, []);
    assert.equal(listener?.protocolPort, "HTTPS:443");
    assert.equal(listener?.sslPolicy, "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09");
    assert.ok(listener?.defaultCertificate);
    assert.ok(
      secure.outliving("LoadBalancerConfiguration", "shared").includes("CertificateValidation domain"),
    );
  });

  it("is outlived by the class, the configuration and the controller, which take the finalizers off", () => {
    const needed = secure.outliving("Gateway", "shared");
    for (const title of [
      ...["GatewayClass alb", "LoadBalancerConfiguration shared", "Namespace gateways"],
      ...["Release aws-load-balancer-controller", "RolePolicyAttachment aws-load-balancer-controller"],
      ...["kubernetes:yaml/v2:ConfigFile gateway-api", "SecurityGroup environments"],
      ...["FargateProfile platform", "eks:index:Cluster cluster", "NatGateway nat-a", "Route private-b"],
    ])
      assert.ok(needed.includes(title), title);
    assert.ok(secure.outliving("GatewayClass", "alb").includes("Release aws-load-balancer-controller"));
    assert.ok(secure.outliving("HTTPRoute", "shared-to-https").includes("Gateway shared"));
    assert.ok(secure.outliving("Record", "wildcard").includes("Gateway shared"));
  });

  it("leads every hostname of the domain to the first load balancer", async () => {
    const { zoneId, name, type, ttl, records } = secure.the("Record", "wildcard").inputs;
    assert.deepEqual([zoneId, name, type, ttl], [hostedZone, "*.shop.example", "CNAME", 60]);
    assert.deepEqual(records, ["(address of shared)"]);
    const found: Promise<string>[] = [];
    await Registrations.of((options) => {
      const { gateways } = gatewaysOn(options, false);
      for (const gateway of Object.values(gateways))
        found.push(valueOf(gateway.address), valueOf(gateway.arnSuffix));
    });
    assert.deepEqual(await Promise.all(found), [
      ...["(address of shared)", "(load balancer of shared)"],
      ...["(address of shared-2)", "(load balancer of shared-2)"],
    ]);
  });

  it("has one certificate for the domain and all below it, proven by one record", () => {
    const { domainName, subjectAlternativeNames, validationMethod } = secure.the(
      "Certificate",
      "domain",
    ).inputs;
    assert.deepEqual(
      [domainName, subjectAlternativeNames, validationMethod],
      ["*.shop.example", [domain], "DNS"],
    );
    const { zoneId, type, name, records } = secure.the("Record", "domain-validation").inputs;
    assert.deepEqual([zoneId, type], [hostedZone, "CNAME"]);
    assert.match(JSON.stringify([name, records]), /validation name of domain.*validation value of domain/);
  });
});

describe("LoadBalancedGateway", () => {
  it("takes only routes of its own namespace, for an environment that has one of its own", async () => {
    const own = await Registrations.of(
      (options) =>
        new LoadBalancedGateway(
          "own",
          {
            name: "own",
            namespace: "smallcase-blue",
            certificateArn: "arn:certificate",
            idleTimeoutSeconds: 60,
            allowedRoutes: "Same",
            protect: false,
            loadBalancerName: "turnout-smallcase-blue",
          },
          options,
        ),
    );
    const { spec } = own.the("Gateway", "own").inputs as unknown as { spec: Spec };
    assert.deepEqual(spec.listeners, [
      { name: "https", protocol: "HTTPS", port: 443, ...from("Same") },
      { ...http, ...from("Same") },
    ]);
    assert.equal(own.the("Gateway", "own").protect, false);
  });
});

describe("Gateway", () => {
  it("reads the load balancer's name and the suffix of its ARN from what the controller writes", async () => {
    const found: Promise<string>[] = [];
    await Registrations.of(({ providers }) => {
      const gateway = new Gateway(
        "shared",
        { metadata: { name: "shared", namespace: "turnout-gateway" }, spec: {} },
        { provider: (providers as { kubernetes: pulumi.ProviderResource }).kubernetes },
      );
      Object.defineProperty(gateway, "status", {
        value: gateway.metadata.apply(() => ({
          addresses: [{ type: "Hostname", value: "turnout-shared-1.eu-central-1.elb.amazonaws.com" }],
          conditions: [
            { type: "Accepted", message: "" },
            {
              type: "Programmed",
              message:
                "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/turnout-shared/0123456789abcdef",
            },
          ],
        })),
      });
      found.push(valueOf(gateway.address), valueOf(gateway.arnSuffix));
    });
    assert.deepEqual(await Promise.all(found), [
      "turnout-shared-1.eu-central-1.elb.amazonaws.com",
      "app/turnout-shared/0123456789abcdef",
    ]);
  });
});
