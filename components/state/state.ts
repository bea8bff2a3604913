import { Alias, Key } from "@pulumi/aws/kms";
import { Bucket, BucketVersioning } from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../naming/aws";
import { BucketGuards } from "./bucket-guards";
import { stateKeyAlias, stateLocation } from "./state-location";

/** Where Pulumi keeps the state of all other stacks: a bucket, and a key for it and for the secrets in it. */
export class State extends pulumi.ComponentResource {
  readonly backendUrl: string;
  readonly secretsProvider: string;

  constructor(name: string, account: Account, options: pulumi.ComponentResourceOptions) {
    super("turnout:state:State", name, {}, options);
    const { bucket: bucketName, backendUrl, secretsProvider } = stateLocation(account);
    // What this component makes can't be made again with the same content: state and its key.
    const kept = { parent: this, protect: true };

    const key = new Key(
      name,
      {
        description: "Encrypts Turnout's Pulumi state and the secrets in it",
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        tags: { Name: "turnout-state" },
      },
      kept,
    );
    const alias = new Alias(name, { name: stateKeyAlias, targetKeyId: key.id }, kept);
    const bucket = new Bucket(name, { bucket: bucketName, tags: { Name: bucketName } }, kept);
    // The way back from a state that somebody broke.
    const versioning = new BucketVersioning(
      name,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      kept,
    );
    new BucketGuards(name, { bucket, keyArn: key.arn }, { parent: this, dependsOn: [versioning, alias] });
    this.backendUrl = backendUrl;
    this.secretsProvider = secretsProvider;
    this.registerOutputs();
  }
}
