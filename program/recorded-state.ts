import * as pulumi from "@pulumi/pulumi";
import { readResourceOutputs } from "../internals/resource-outputs";
import type { Account } from "../naming/aws";
import {
  type Checkpoint,
  recordedAccount,
  recordedApplication,
  recordedApplications,
  recordedCluster,
  recordedGateway,
  recordedImages,
  recordedState,
  stackOutputs,
} from "../release/checkpoint";
import { type RecordedObject, recordedObjects } from "../release/drift";
import type { RecordedApplication } from "../release/model";
import type { Switch } from "../traffic/switch";

/** This stack's state in the engine's last checkpoint. */
export interface RecordedState {
  /** Names of its applications, whatever the settings have. */
  readonly applications: readonly string[];
  application(name: string): RecordedApplication;
  /** Proof of the last move of the application's traffic; undefined where there is none. */
  lastSwitch(name: string): Switch | undefined;
  /** Identity of the cluster the stack was made in; undefined before the first update. */
  readonly cluster: string | undefined;
  /** The Gateway that its routes are attached to; undefined before the first update. */
  readonly gateway: string | undefined;
  /** The AWS account that it was made in; empty where it has nothing there. */
  readonly account: Partial<Account>;
  /** The images that it built. */
  readonly images: readonly string[];
  /** Id of this state, in the outputs of the stack's last update; a refresh leaves them as they are. */
  readonly state: string | undefined;
  /** Its objects in the cluster; none where the backend doesn't give the checkpoint. */
  readonly objects: readonly RecordedObject[];
}

/**
 * Reads the stack's own resources as last checkpointed, also when the last update failed. Where a backend refuses, the
 * stack's outputs of the last complete update are used: they hold resources' own outputs, never plain values, which a
 * failed update would store too (docs/release.md#recorded-state).
 */
export async function readRecorded(): Promise<RecordedState> {
  try {
    return fromCheckpoint((await readResourceOutputs(pulumi.getStack())) as Checkpoint);
  } catch (error) {
    void pulumi.log.debug(
      `The backend doesn't give the checkpoint (${String(error)}); reading the stack's outputs instead.`,
    );
    return fromOutputs(await ownOutputs());
  }
}

function fromCheckpoint(checkpoint: Checkpoint): RecordedState {
  return {
    applications: recordedApplications(checkpoint),
    application: (name) => recordedApplication(checkpoint, name),
    lastSwitch: (name) => lastSwitchOf(stackOutputs(checkpoint) as OwnOutputs, name),
    cluster: recordedCluster(checkpoint),
    gateway: recordedGateway(checkpoint),
    account: recordedAccount(checkpoint),
    images: recordedImages(checkpoint),
    state: recordedState(checkpoint),
    objects: recordedObjects(checkpoint),
  };
}

interface OwnOutputs {
  readonly applications?: Readonly<Record<string, RecordedApplication & { readonly lastSwitch?: Switch }>>;
  readonly cluster?: string;
  readonly gateway?: string;
  readonly account?: Partial<Account>;
  readonly images?: readonly string[];
  readonly state?: string;
}

async function ownOutputs(): Promise<OwnOutputs> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const reference = new pulumi.StackReference("itself", { name });
  const value = async (output: string) => (await reference.getOutputDetails(output)).value as unknown;
  const names = ["applications", "cluster", "gateway", "account", "images", "state"] as const;
  const entries = names.map(async (name) => [name, await value(name)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function fromOutputs({
  applications,
  cluster,
  gateway,
  account = {},
  images = [],
  state,
}: OwnOutputs): RecordedState {
  return {
    applications: Object.keys(applications ?? {}).sort(),
    application: (name) => applications?.[name] ?? {},
    lastSwitch: (name) => lastSwitchOf({ applications }, name),
    cluster,
    gateway,
    account,
    images,
    state,
    objects: [],
  };
}

/** Measurements are only reported, never planned from, so they may come from plain outputs. */
const lastSwitchOf = ({ applications }: OwnOutputs, name: string) => applications?.[name]?.lastSwitch;
