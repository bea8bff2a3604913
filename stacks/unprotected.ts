import * as pulumi from "@pulumi/pulumi";

/** What AWS itself would not delete, by Pulumi type, and what makes it. */
const unlocked: Readonly<Record<string, object>> = {
  "eks:index:Cluster": { deletionProtection: false },
  // With the images in it.
  "aws:ecr/repository:Repository": { forceDelete: true },
};

/**
 * Makes what follows in this program deletable. `pulumi state unprotect` is not enough: a destroy that asks hooks runs
 * the program, which protects everything again.
 */
export function unprotect(): void {
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) => ({
    props: { ...props, ...unlocked[type] },
    opts: { ...opts, ...(opts.protect === true && { protect: false }) },
  }));
}
