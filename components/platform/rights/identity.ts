import {
  arnOf,
  type CiScope,
  githubProviderArn,
  iamArnOf,
  iamName,
  namesOfAll,
  prefixed,
  type Statement,
} from "./statement";

/** Roles of the platform's parts. Whoever may make roles can make one with more rights than their own. */
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
      why: "Passes these roles to EKS only, for the control plane and for starting pods.",
      actions: ["iam:PassRole"],
      resources: [iamArnOf(scope, `role/${namesOfAll}`)],
      conditions: {
        StringEquals: { "iam:PassedToService": ["eks.amazonaws.com", "eks-fargate-pods.amazonaws.com"] },
      },
    },
    {
      sid: "TrustCluster",
      why: "The cluster's own issuer of tokens, by which a service account assumes a role.",
      actions: prefixed("iam", [
        "CreateOpenIDConnectProvider",
        "DeleteOpenIDConnectProvider",
        "TagOpenIDConnectProvider",
        "UntagOpenIDConnectProvider",
      ]),
      resources: [iamArnOf(scope, `oidc-provider/oidc.eks.${region}.amazonaws.com/*`)],
    },
    {
      sid: "TagWaysOfCi",
      why: "A tag of all resources is also one of GitHub's token issuer and of Jenkins's instance profile; it gives no right.",
      actions: prefixed("iam", [
        "TagInstanceProfile",
        "TagOpenIDConnectProvider",
        "UntagInstanceProfile",
        "UntagOpenIDConnectProvider",
      ]),
      resources: [
        iamArnOf(scope, `instance-profile/${iamName(cluster, "jenkins")}`),
        githubProviderArn(scope),
      ],
    },
    {
      sid: "LetServicesWork",
      why: "The service-linked roles of EKS, Fargate and load balancing; AWS defines their rights.",
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
      why: "What CI itself may do is changed by a person, so that no merge changes it unseen. This is a safeguard against mistakes, no boundary: a role that this one creates could do it.",
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

/** Encryption keys of the platform, and the one of the state that is not the platform's. */
export function keepsKeys(scope: CiScope): Statement[] {
  const { app, state } = scope;
  const keys = arnOf(scope, "kms", "key/*");
  return [
    {
      sid: "MakeKeys",
      why: "Keys of the cluster's secrets and of the images; a new key has no ARN yet, so its tag must say whose it is.",
      actions: ["kms:CreateKey"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:RequestTag/turnout:part-of": app } },
    },
    {
      sid: "TagNewKeys",
      why: "The tag that is set at creation, which KMS can't distinguish from tagging an existing key: with an alias, or another app's tag, that is refused. Any other key could be made the platform's, so give each in the account an alias.",
      actions: ["kms:TagResource"],
      resources: [keys],
      conditions: {
        StringEquals: { "aws:RequestTag/turnout:part-of": app },
        // A key that is being made has no tag to compare.
        StringEqualsIfExists: { "aws:ResourceTag/turnout:part-of": app },
        Null: { "kms:ResourceAliases": "true" },
      },
    },
    {
      sid: "KeepKeys",
      why: "Settings of keys that are tagged so. Only a person may delete one.",
      actions: prefixed("kms", [
        "CreateAlias",
        "DeleteAlias",
        "EnableKeyRotation",
        "PutKeyPolicy",
        "TagResource",
        "UntagResource",
        "UpdateAlias",
        "UpdateKeyDescription",
      ]),
      resources: [keys],
      conditions: { StringEquals: { "aws:ResourceTag/turnout:part-of": app } },
    },
    {
      sid: "NameKeys",
      why: "Their names; KMS asks for the name and for the key.",
      actions: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
      resources: [arnOf(scope, "kms", "alias/*")],
    },
    {
      sid: "LendKeys",
      // No kms:RetireGrant: a grant of ECR names ECR itself as who retires it, and it does so when a repository is deleted
      // (https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html).
      why: "EKS and ECR use a key by a grant that they make in the caller's name.",
      actions: ["kms:CreateGrant"],
      resources: [keys],
      conditions: {
        Bool: { "kms:GrantIsForAWSResource": "true" },
        StringEquals: { "aws:ResourceTag/turnout:part-of": app },
      },
    },
    {
      sid: "KeepStateKey",
      why: "The key of the state of all stacks belongs to the stack `state`: the platform uses it and changes nothing about it.",
      effect: "Deny",
      actions: prefixed("kms", [
        "CreateAlias",
        "CreateGrant",
        "DeleteAlias",
        "PutKeyPolicy",
        "TagResource",
        "UntagResource",
        "UpdateAlias",
      ]),
      resources: [keys],
      conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": state.keyAlias } },
    },
    {
      sid: "KeepStateKeyName",
      why: "The rights on that key go by its name, so the name must not move to another key.",
      effect: "Deny",
      actions: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
      resources: [arnOf(scope, "kms", state.keyAlias)],
    },
  ];
}
