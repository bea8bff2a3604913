import { ClusterRole, ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1";
import * as pulumi from "@pulumi/pulumi";
import { environmentsGroup, previewsGroup } from "./access-entries";
import { NamespaceGuard } from "./namespace-guard";

interface ClusterRightsArgs {
  /** Namespaces of environments as EKS access policies write them: `smallcase-*`. */
  readonly namespacePattern: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** CI's rights in the cluster beyond EKS's access policies, which know only kinds that Kubernetes itself has. */
export class ClusterRights extends pulumi.ComponentResource {
  constructor(
    name: string,
    { namespacePattern, labels }: ClusterRightsArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:ClusterRights", name, {}, options);
    const guard = new NamespaceGuard(
      "namespace-guard",
      { namespacePattern, group: environmentsGroup, labels },
      { parent: this },
    );
    // Its rights hold in all namespaces, so they must not exist without the guard that limits them.
    this.grant(environmentsGroup, environmentRules, labels, [guard]);
    this.grant(previewsGroup, previewRules, labels, []);
    this.registerOutputs();
  }

  private grant(
    group: string,
    rules: readonly RbacRule[],
    labels: Readonly<Record<string, string>>,
    dependsOn: pulumi.Resource[],
  ): void {
    const title = group.replace(":", "-");
    const metadata = { name: title, labels };
    const role = new ClusterRole(
      title,
      { metadata, rules: rules.map((rule) => ({ ...rule })) },
      { parent: this },
    );
    new ClusterRoleBinding(
      title,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: title },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: group }],
      },
      { parent: this, dependsOn: [role, ...dependsOn] },
    );
  }
}

interface RbacRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

const read = ["get", "list", "watch"];
const write = [...read, "create", "update", "patch", "delete"];

/** Routes, and how their load balancer treats them. */
const traffic = [
  { apiGroups: ["gateway.networking.k8s.io"], resources: ["gateways", "httproutes"] },
  { apiGroups: ["gateway.k8s.aws"], resources: ["loadbalancerconfigurations", "targetgroupconfigurations"] },
  { apiGroups: ["vpcresources.k8s.aws"], resources: ["securitygrouppolicies"] },
];

/** The controller's own record of a target group; nobody else writes it. */
const targets: RbacRule = { apiGroups: ["elbv2.k8s.aws"], resources: ["targetgroupbindings"], verbs: read };

const environmentRules: readonly RbacRule[] = [
  // AmazonEKSAdminPolicy only reads these:
  // https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
  { apiGroups: [""], resources: ["namespaces", "limitranges", "resourcequotas"], verbs: write },
  ...traffic.map((rule) => ({ ...rule, verbs: write })),
  targets,
];

const previewRules: readonly RbacRule[] = [...traffic.map((rule) => ({ ...rule, verbs: read })), targets];
