import { iamArnOf, iamName, namesOfAll, type CiScope } from "./scope";
import { prefixed, type Statement } from "./statement";

/** Roles that the platform's parts wear. Whoever may make roles can make one that may do more than its maker. */
export function makesRoles(scope: CiScope): Statement[] {
  const { cluster, region } = scope;
  const ofCi = ["preview", "environment", "platform", "jenkins"].map((role) => iamName(cluster, role));
  return [
    {
      sid: "MakeRoles",
      why: "Roles of the control plane, of pods and of the load balancer controller, known by the beginning of their names.",
      actions: prefixed("iam", [
        "AttachRolePolicy",
        "CreateRole",
        "DeleteRole",
        "DeleteRolePolicy",
        "DetachRolePolicy",
        "PutRolePolicy",
        "TagRole",
        "UntagRole",
        "UpdateAssumeRolePolicy",
        "UpdateRole",
        "UpdateRoleDescription",
      ]),
      resources: [iamArnOf(scope, `role/${namesOfAll}`)],
    },
    {
      sid: "MakePolicies",
      why: "What those roles may do, known by the same beginning.",
      actions: prefixed("iam", [
        "CreatePolicy",
        "CreatePolicyVersion",
        "DeletePolicy",
        "DeletePolicyVersion",
        "TagPolicy",
        "UntagPolicy",
      ]),
      resources: [iamArnOf(scope, `policy/${namesOfAll}`)],
    },
    {
      sid: "PassRoles",
      why: "To EKS, for the control plane and for starting pods, and to no other service.",
      actions: ["iam:PassRole"],
      resources: [iamArnOf(scope, `role/${namesOfAll}`)],
      conditions: {
        StringEquals: { "iam:PassedToService": ["eks.amazonaws.com", "eks-fargate-pods.amazonaws.com"] },
      },
    },
    {
      sid: "TrustCluster",
      why: "The cluster's own issuer of tokens, by which a service account wears a role.",
      actions: prefixed("iam", [
        "CreateOpenIDConnectProvider",
        "DeleteOpenIDConnectProvider",
        "TagOpenIDConnectProvider",
        "UntagOpenIDConnectProvider",
      ]),
      resources: [iamArnOf(scope, `oidc-provider/oidc.eks.${region}.amazonaws.com/*`)],
    },
    {
      sid: "LetServicesWork",
      why: "The roles that EKS, Fargate and load balancing wear in every account; AWS says what is in them.",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [iamArnOf(scope, "role/aws-service-role/*")],
      conditions: {
        StringEquals: {
          "iam:AWSServiceName": [
            "eks.amazonaws.com",
            "eks-fargate.amazonaws.com",
            "elasticloadbalancing.amazonaws.com",
          ],
        },
      },
    },
    {
      sid: "KeepRightsOfCi",
      why: "What CI itself may do is changed by a person, so that no merge changes it unseen. A rail and not a wall: a role that this one makes could do it.",
      effect: "Deny",
      actions: prefixed("iam", [
        "AttachRolePolicy",
        "CreatePolicyVersion",
        "DeletePolicy",
        "DeletePolicyVersion",
        "DeleteRole",
        "DeleteRolePolicy",
        "DetachRolePolicy",
        "PutRolePolicy",
        "UpdateAssumeRolePolicy",
      ]),
      resources: ofCi.flatMap((role) => [
        iamArnOf(scope, `role/${role}`),
        iamArnOf(scope, `policy/${role}-*`),
      ]),
    },
  ];
}
