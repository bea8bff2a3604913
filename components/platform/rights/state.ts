import { arnOf, type CiScope, type Statement } from "./statement";

/** Reading all stacks: an environment reads the platform's outputs through a `StackReference`. */
export function readsState(scope: CiScope): Statement[] {
  const { bucket } = scope.state;
  return [
    {
      sid: "ListState",
      why: "Pulumi lists stacks and locks; without this, S3 answers for what is not there with 403 and not with 404. Not cut to a prefix, since S3 has none to compare when it answers a HEAD.",
      actions: ["s3:ListBucket", "s3:GetBucketLocation"],
      resources: [`arn:aws:s3:::${bucket}`],
    },
    {
      sid: "ReadState",
      why: "The layout of the state, the stack's own checkpoint and locks, and the platform's outputs.",
      actions: ["s3:GetObject"],
      resources: [`arn:aws:s3:::${bucket}/.pulumi/meta.yaml`, ...statePaths(scope, ["*"])],
    },
    usesStateKey(
      scope,
      "ReadStateKey",
      ["kms:Decrypt"],
      "Opens the bucket's objects and the secrets in a stack's settings and state.",
    ),
  ];
}

/**
 * Updating stacks. The paths are those of Pulumi's S3 backend: pkg/backend/diy/store.go and lock.go of pulumi/pulumi.
 * Its `.pulumi/meta.yaml` is written once, at the first login.
 *
 * @param stacks of the project: `*` for all.
 */
export function writesState(scope: CiScope): Statement[] {
  return [
    ...readsState(scope),
    {
      sid: "WriteState",
      why: "Checkpoints, their history and backups, and the lock of an update, of this project only.",
      actions: ["s3:PutObject", "s3:DeleteObject"],
      resources: statePaths(scope, ["*"]),
    },
    usesStateKey(
      scope,
      "WriteStateKey",
      ["kms:Encrypt", "kms:GenerateDataKey"],
      "Seals the bucket's objects and the secrets that an update writes.",
    ),
  ];
}

/** Paths of these stacks' state in the bucket. */
export function statePaths({ state, project }: CiScope, stacks: readonly string[]): string[] {
  const root = `arn:aws:s3:::${state.bucket}/.pulumi`;
  return stacks.flatMap((stack) => [
    // `dev.json`, compressed `dev.json.gz`, `dev.json.bak` and `dev.pulumi-tags`
    `${root}/stacks/${project}/${stack === "*" ? "*" : `${stack}.*`}`,
    ...["history", "backups", "locks/organization"].map(
      (folder) => `${root}/${folder}/${project}/${stack === "*" ? "*" : `${stack}/*`}`,
    ),
  ]);
}

/** A policy can't name a key by its alias: an alias in `Resource` means the alias itself. */
function usesStateKey(scope: CiScope, sid: string, actions: readonly string[], why: string): Statement {
  return {
    sid,
    why,
    actions,
    resources: [arnOf(scope, "kms", "key/*")],
    conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": scope.state.keyAlias } },
  };
}
