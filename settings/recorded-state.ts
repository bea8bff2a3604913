import * as pulumi from "@pulumi/pulumi";
import { recordedApplication, recordedCluster, type Checkpoint } from "../release/checkpoint";
import type { RecordedApplication } from "../release/recorded";
import type { Switch } from "../traffic/proof";

/** What the engine recorded of this stack when it last wrote anything down. */
export interface RecordedState {
  application(name: string): RecordedApplication;
  /** What was seen when the application's traffic last moved; undefined where nothing was. */
  lastSwitch(name: string): Switch | undefined;
  /** Identity of the cluster the stack was made in; undefined before the first update. */
  readonly cluster: string | undefined;
}

/**
 * Reads the stack's own resources as last checkpointed, also when the last update failed. Where a backend
 * refuses, the stack's outputs of the last update that came to an end have to do: they hold resources' own
 * outputs, never plain values, which a failed update would store too (DESIGN §4, tried).
 */
export async function readRecorded(): Promise<RecordedState> {
  try {
    return fromCheckpoint(await checkpointOf(pulumi.getStack()));
  } catch (error) {
    void pulumi.log.debug(
      `The backend doesn't give the checkpoint (${String(error)}); reading the stack's outputs instead.`,
    );
    return fromOutputs(await ownOutputs());
  }
}

async function checkpointOf(stack: string): Promise<Checkpoint> {
  const result: unknown = await pulumi.runtime.invoke(
    "pulumi:pulumi:readStackResourceOutputs",
    { stackName: stack },
    { async: true },
  );
  return (result as { outputs?: Checkpoint }).outputs ?? {};
}

function fromCheckpoint(checkpoint: Checkpoint): RecordedState {
  return {
    application: (name) => recordedApplication(checkpoint, name),
    lastSwitch: (name) => lastSwitchOf(stackOutputs(checkpoint), name),
    cluster: recordedCluster(checkpoint),
  };
}

interface OwnOutputs {
  readonly applications?: Readonly<Record<string, RecordedApplication & { readonly lastSwitch?: Switch }>>;
  readonly cluster?: string;
}

async function ownOutputs(): Promise<OwnOutputs> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const reference = new pulumi.StackReference("itself", { name });
  const value = async (output: string) => (await reference.getOutputDetails(output)).value as unknown;
  return { applications: await value("applications"), cluster: await value("cluster") } as OwnOutputs;
}

function fromOutputs({ applications, cluster }: OwnOutputs): RecordedState {
  return {
    application: (name) => applications?.[name] ?? {},
    lastSwitch: (name) => lastSwitchOf({ applications }, name),
    cluster,
  };
}

/** What was measured is told, never planned from, so it may come from plain outputs. */
const lastSwitchOf = ({ applications }: OwnOutputs, name: string) => applications?.[name]?.lastSwitch;

const stackOutputs = (checkpoint: Checkpoint) =>
  (Object.values(checkpoint).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {}) as OwnOutputs;
