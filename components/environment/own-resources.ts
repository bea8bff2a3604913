import type { Provider as AwsProvider } from "@pulumi/aws";
import type { Provider } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { resolved } from "../../internals/resolved";
import type { Life } from "../../naming/branch-map";
import { wordsOf } from "../../problems/failure";
import { inOneLine, type Path, withoutStack } from "../../problems/problem";
import { isPlain } from "../../settings/checked";
import type { Returned } from "../../settings/given-values";

/** An environment, for the function that declares a project's own resources in it. */
export interface EnvironmentContext {
  readonly stack: string;
  readonly namespace: string;
  /** Slug of its branch; undefined where the map of branches gives the stack to certain branches. */
  readonly slug: string | undefined;
  readonly life: Life;
  /** Labels of every object in it. An object without a namespace or one of these labels gets them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its cluster is one of the kubeconfig, in no AWS account. */
  readonly isLocal: boolean;
  /** Parent of all that the function declares: with it come the providers, the place before the pods, and the end. */
  readonly parent: pulumi.ComponentResource;
  /** Provider of the cluster; what has the parent gets it by itself. */
  readonly kubernetes: Provider;
  /** Provider of the AWS account and region; undefined where `isLocal`. */
  readonly aws: AwsProvider | undefined;
}

/** Values for the pods of an application: plain text in `env`, and what nobody may see in `secrets`. */
export interface GivenValues {
  readonly env?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** What a project's own resources give to its environment. */
export interface EnvironmentValues {
  /** Values by the name of an application; `"*"` stands for all of them. */
  readonly applications?: Readonly<Record<string, GivenValues | undefined>>;
  /** Room in the namespace's quota for the pods that the function declares: their number and all that they request. */
  readonly room?: { readonly pods: number; readonly cpu: string; readonly memory: string };
}

/**
 * A project's own resources in one environment: called once in every run of the program, with nothing to read but its
 * context. Its resources come before the pods and go with the environment.
 */
export type EnvironmentFunction = (
  context: EnvironmentContext,
) => EnvironmentValues | undefined | Promise<EnvironmentValues | undefined>;

interface OwnResourcesArgs extends Pick<EnvironmentContext, "namespace" | "labels"> {
  /** Resources that must be there before them: their namespace, and what its pods need. */
  readonly after: readonly pulumi.Resource[];
}

/** Component of all that a project's environment function declares. */
export class OwnResources extends pulumi.ComponentResource {
  constructor(
    name: string,
    { namespace, labels, after }: OwnResourcesArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    // A child does not inherit what its parent depends on.
    const place: pulumi.ResourceTransformation = ({ props, opts }) => ({
      props: isObjectOfCluster(props) ? placed(props, namespace, labels) : props,
      opts: pulumi.mergeOptions(opts, { dependsOn: [...after] }),
    });
    super("turnout:environment:OwnResources", name, {}, { ...options, transformations: [place] });
  }

  /**
   * Calls the function and waits for the values that it returns: in an update until their resources are made.
   *
   * @throws Error in one sentence where the function fails, or declares a resource outside.
   */
  async declare(
    declareOwn: EnvironmentFunction,
    context: Omit<EnvironmentContext, "parent">,
  ): Promise<Returned> {
    const end = refuseOutside();
    let value: unknown;
    try {
      value = await declareOwn({ ...context, parent: this });
    } catch (error) {
      throw failed(error);
    } finally {
      end();
    }
    this.registerOutputs();
    return awaited(value);
  }
}

const failed = (error: unknown): Error => {
  const words = wordsOf(error).replace(/\s+/g, " ") || "it threw what says nothing";
  return withoutStack(new Error(`The project's environment function failed: ${inOneLine(words, 500)}`));
};

/** Objects as the Kubernetes SDK declares them, with the kind that the API server reads. */
const isObjectOfCluster = ({ apiVersion, kind }: pulumi.Inputs) =>
  typeof apiVersion === "string" && typeof kind === "string";

const placed = (props: pulumi.Inputs, namespace: string, labels: Readonly<Record<string, string>>) => ({
  ...props,
  metadata: pulumi
    .output(props.metadata as pulumi.Input<Readonly<Record<string, unknown>> | undefined>)
    .apply((metadata) => ({
      namespace,
      ...metadata,
      labels: { ...labels, ...(metadata?.labels as object | undefined) },
    })),
});

/**
 * Refuses every resource without a parent until it is ended: it would come at any time, be made through a provider of
 * the machine's own, and be no application's to wait for.
 */
function refuseOutside(): () => void {
  let isOpen = true;
  pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
    if (isOpen && opts.parent === undefined && type !== "pulumi:pulumi:StackReference")
      throw new Error(
        `${type} ${name} has no parent; declare it with { parent: context.parent }, so that it is made and removed with its environment.`,
      );
    return undefined;
  });
  return () => {
    isOpen = false;
  };
}

/** Every Output in a value awaited; a text stands for one that only an update knows. */
async function awaited(value: unknown): Promise<Returned> {
  const secrets: Path[] = [];
  const unknown: Path[] = [];
  const walk = async (part: unknown, path: Path): Promise<unknown> => {
    if (isPlain(part)) {
      const entries = Object.entries(part).map(
        async ([key, one]) => [key, await walk(one, [...path, key])] as const,
      );
      return Object.fromEntries(await Promise.all(entries));
    }
    const { value, isKnown, isSecret } = await resolved(part);
    if (isSecret) secrets.push(path);
    if (isKnown) return value;
    if (!pulumi.runtime.isDryRun() && pulumi.runtime.getEngine() !== undefined)
      throw withoutStack(
        new Error(
          `The environment function's ${path.join(".")} is not known in this update, which leaves out the resource that it comes from; run the update without --target.`,
        ),
      );
    unknown.push(path);
    return typeof value === "string" ? value : `(${String(path.at(-1))}, known in an update)`;
  };
  return { value: await walk(value, []), secrets, unknown };
}
