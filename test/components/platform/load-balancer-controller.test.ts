import assert from "node:assert/strict";
import { fargateSize } from "../../../estimate/fargate";
import { controllerPolicy } from "../../../components/platform/controller-policy";
import { controllerValues, irsaTrust } from "../../../components/platform/load-balancer-controller";
import { controllerOn, region, tags } from "./controller-on";
import { violations } from "../restricted";
import { Registrations } from "./registered";

describe("LoadBalancerController", () => {
  let made: Registrations;
  before(async () => {
    made = await Registrations.of(controllerOn);
  });
  const release = () => made.the("Release", "aws-load-balancer-controller");

  it("installs the version that the rights and the Gateway API belong to", () => {
    const { chart, version, repositoryOpts, namespace, name } = release().inputs;
    assert.deepEqual(
      { chart, version, repositoryOpts, namespace, name },
      {
        chart: "aws-load-balancer-controller",
        version: "3.5.0",
        repositoryOpts: { repo: "https://aws.github.io/eks-charts" },
        namespace: "turnout-platform",
        name: "aws-load-balancer-controller",
      },
    );
    assert.equal(
      made.the("ConfigFile", "gateway-api").inputs.file,
      "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.0/standard-install.yaml",
    );
  });

  it("takes a failed install back, and waits as long as pods take on Fargate", () => {
    const { atomic, cleanupOnFail, timeout } = release().inputs;
    assert.deepEqual([atomic, cleanupOnFail, timeout], [true, true, 600]);
  });

  it("keeps the kinds Gateway and HTTPRoute, for with them all routes of all environments go", () => {
    assert.equal(made.the("ConfigFile", "gateway-api").protect, true);
    // With the access entries in it: without its own, CI could not delete them.
    assert.ok(made.outliving("ConfigFile", "gateway-api").includes("eks:index:Cluster cluster"));
  });

  it("is outlived by all that it needs to take load balancers away", () => {
    const needed = made.outliving("Release", "aws-load-balancer-controller");
    for (const title of [
      ...["Role aws-load-balancer-controller", "Policy aws-load-balancer-controller"],
      ...["RolePolicyAttachment aws-load-balancer-controller", "OpenIdConnectProvider cluster"],
      ...[
        "FargateProfile platform",
        "Namespace turnout-platform",
        "kubernetes:yaml/v2:ConfigFile gateway-api",
      ],
      // CoreDNS, its profile and the access entries are inside of the component.
      ...["eks:index:Cluster cluster", "RolePolicyAttachment pod-execution"],
      ...["NatGateway nat-a", "Route private-a", "Route private-b", "RouteTableAssociation private-b"],
      ...["InternetGateway network", "Route public"],
    ])
      assert.ok(needed.includes(title), title);
  });

  it("acts as a role that only its own service account can take", () => {
    const { assumeRolePolicy } = made.the("Role", "aws-load-balancer-controller").inputs as unknown as {
      assumeRolePolicy: { Statement: [{ Condition: { StringEquals: Record<string, string> } }] };
    };
    const { StringEquals } = assumeRolePolicy.Statement[0].Condition;
    assert.deepEqual(Object.values(StringEquals).sort(), [
      "sts.amazonaws.com",
      "system:serviceaccount:turnout-platform:aws-load-balancer-controller",
    ]);
    assert.deepEqual(made.the("Policy", "aws-load-balancer-controller").inputs.policy, controllerPolicy);
    const { role, policyArn } = made.the("RolePolicyAttachment", "aws-load-balancer-controller").inputs;
    assert.match(JSON.stringify([role, policyArn]), /Policy aws-load-balancer-controller/);
  });

  it("makes all of it through the two providers of the stack", () => {
    for (const { urn, type, provider } of made.made) {
      if (type === "eks:index:Cluster") continue;
      const own = type.startsWith("aws:")
        ? /pulumi:providers:aws::aws$/
        : /pulumi:providers:kubernetes::cluster$/;
      assert.match(provider, own, urn);
    }
    assert.match(made.the("ConfigFile", "gateway-api").provider, /pulumi:providers:kubernetes::cluster$/);
  });
});

describe("irsaTrust", () => {
  it("asks for both the service account and the audience, by equality", () => {
    const account = { namespace: "turnout-platform", serviceAccount: "lbc" };
    assert.deepEqual(irsaTrust("arn:oidc", "oidc.example/id/1", account).Statement, [
      {
        Effect: "Allow",
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: "arn:oidc" },
        Condition: {
          StringEquals: {
            "oidc.example/id/1:sub": "system:serviceaccount:turnout-platform:lbc",
            "oidc.example/id/1:aud": "sts.amazonaws.com",
          },
        },
      },
    ]);
  });
});

describe("controllerValues", () => {
  const args = {
    clusterName: "turnout",
    region,
    vpcId: "vpc-1",
    serviceAccount: "lbc",
    roleArn: "arn:role",
    tags,
  };
  const values = controllerValues(args);

  it("tells the controller what it would ask the metadata of a node, which Fargate hasn't", () => {
    assert.deepEqual([values.clusterName, values.region, values.vpcId], ["turnout", region, "vpc-1"]);
    assert.deepEqual(values.serviceAccount, {
      create: true,
      name: "lbc",
      annotations: { "eks.amazonaws.com/role-arn": "arn:role" },
    });
    assert.deepEqual(values.defaultTags, tags);
  });

  it("turns off what breaks on Fargate or over an upgrade", () => {
    const { defaultTargetType, enableServiceMutatorWebhook, keepTLSSecret, createIngressClassResource } =
      values;
    assert.deepEqual(
      [defaultTargetType, enableServiceMutatorWebhook, keepTLSSecret, createIngressClassResource],
      ["ip", false, true, false],
    );
  });

  it("fits Fargate's smallest size, with two pods of which one may go", () => {
    assert.deepEqual(fargateSize({ containers: [{ resources: values.resources }] }), {
      vcpu: 0.25,
      gigabytes: 0.5,
    });
    assert.deepEqual(values.resources.limits, values.resources.requests);
    assert.deepEqual([values.replicaCount, values.podDisruptionBudget], [2, { maxUnavailable: 1 }]);
  });

  it("is let in by the Pod Security Standard that its namespace enforces", () => {
    const { podSecurityContext, securityContext } = values;
    // As the chart's templates/deployment.yaml puts them together.
    const pod = {
      securityContext: podSecurityContext,
      containers: [{ name: "controller", securityContext }],
    };
    assert.deepEqual(violations({ ...pod, volumes: [{ name: "cert", secret: {} }] }), []);
    assert.notDeepEqual(violations({ containers: [{ name: "controller" }] }), []);
  });
});
