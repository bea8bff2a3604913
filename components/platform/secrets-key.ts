import { Alias, Key } from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";

/** What encrypts the cluster's Secrets where EKS keeps them. Without it none of them can be read again. */
export class SecretsKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(
    name: string,
    { cluster }: { readonly cluster: string },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:SecretsKey", name, {}, options);
    const key = new Key(
      name,
      {
        description: `Secrets of the EKS cluster ${cluster}`,
        enableKeyRotation: true,
        // The most that KMS gives to change one's mind in.
        deletionWindowInDays: 30,
      },
      { parent: this, protect: true },
    );
    new Alias(name, { name: `alias/${cluster}-secrets`, targetKeyId: key.keyId }, { parent: this });
    this.arn = key.arn;
    this.registerOutputs();
  }
}
