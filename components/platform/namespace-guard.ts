import {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from "@pulumi/kubernetes/admissionregistration/v1";
import * as pulumi from "@pulumi/pulumi";
import { guardPolicies } from "./guard-policies";

export interface NamespaceGuardArgs {
  /** Namespaces of environments as EKS access policies write them: `smallcase-*`. */
  readonly namespacePattern: string;
  /** Kubernetes group of those who deploy environments. */
  readonly group: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Keeps those who deploy environments inside of the environments' namespaces, and each environment at its own hostnames.
 * RBAC can't: a ClusterRole holds for all namespaces, a Role for one that is there already, neither for those whose names
 * begin alike, and none looks into an object.
 */
export class NamespaceGuard extends pulumi.ComponentResource {
  constructor(name: string, args: NamespaceGuardArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:NamespaceGuard", name, {}, options);
    const { namespacePattern, group, labels } = args;
    for (const { title, spec } of guardPolicies(namespacePattern, group)) {
      const metadata = { name: title, labels };
      const policy = new ValidatingAdmissionPolicy(title, { metadata, spec }, { parent: this });
      new ValidatingAdmissionPolicyBinding(
        title,
        { metadata, spec: { policyName: title, validationActions: ["Deny"] } },
        { parent: this, dependsOn: policy },
      );
    }
    this.registerOutputs();
  }
}
