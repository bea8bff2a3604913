import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import type * as pulumi from "@pulumi/pulumi";

export interface GatewayArgs {
  readonly metadata: { readonly name: string; readonly namespace: string } & Readonly<
    Record<string, unknown>
  >;
  readonly spec: object;
}

/** What is read of what the AWS Load Balancer Controller writes into a Gateway. */
interface Status {
  readonly addresses?: readonly { readonly value?: string }[];
  readonly conditions?: readonly { readonly type: string; readonly message?: string }[];
}

/** A Gateway that the AWS Load Balancer Controller serves. */
export class Gateway extends CustomResource {
  declare private readonly status: pulumi.Output<Status | undefined>;
  private readonly title: string;

  constructor(name: string, args: GatewayArgs, options: pulumi.CustomResourceOptions) {
    super(
      name,
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "Gateway",
        ...args,
        // Set by the controller; only what is named here can be read before the registration is answered.
        status: undefined,
      },
      options,
    );
    this.title = args.metadata.name;
  }

  /** DNS name of the load balancer; offline there is none. */
  get address(): pulumi.Output<string> {
    return this.status.apply((status) => status?.addresses?.[0]?.value ?? `(address of ${this.title})`);
  }

  /** `app/NAME/ID`: the controller writes the ARN as the message of `Programmed` (controllers/gateway, v3.5.0). */
  get arnSuffix(): pulumi.Output<string> {
    return this.status.apply((status) => {
      const arn = status?.conditions?.find(({ type }) => type === "Programmed")?.message;
      return arn?.split(":loadbalancer/")[1] ?? `(load balancer of ${this.title})`;
    });
  }
}
