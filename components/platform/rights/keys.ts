import { arnOf, type CiScope } from "./scope";
import { prefixed, type Statement } from "./statement";

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
      why: "The tag that comes with the making, which KMS can't tell from tagging a key that is there: with an alias, or another app's tag, that is refused. Any other key could be made the platform's, so give each in the account an alias.",
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
      why: "Settings of keys that are tagged so. Deleting one is a person's to do.",
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
      why: "EKS and ECR use a key by a grant that they make in the caller's name.",
      actions: ["kms:CreateGrant", "kms:RetireGrant"],
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
