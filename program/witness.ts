import type { ClusterObject, KindOfObject, Seen } from "../release/drift";
import type { Color, RecordedApplication } from "../release/model";
import type { Smoke } from "../settings/rollout";
import type { Change, Switch } from "../traffic/switch";

/** The application that is observed, and how its answers name their release. */
export interface Subject {
  readonly namespace: string;
  readonly application: string;
  readonly url: string;
  /** Load balancer to send requests to, where no DNS leads there. */
  readonly via?: string | undefined;
  /** Response header; missing where the application names no release. */
  readonly header?: string | undefined;
}

/** A color whose pods come up. */
export interface ComingColor {
  readonly namespace: string;
  readonly application: string;
  readonly color: Color;
  readonly release: string;
}

/** Whether a Gateway takes traffic, and where not, its controller's words. */
export type GatewayState =
  { readonly isUp: true } | { readonly isUp: false; readonly isRefused: boolean; readonly words: string };

/** Routes that lead to a color's Service, and target groups that it is bound to for them. */
export interface Bindings {
  readonly routes: number;
  readonly bound: number;
  /** The controller's words where it refuses one of the routes. */
  readonly refused?: string;
}

/** Observations of one change of the route. */
export interface Sight {
  /** The change has reached the gateway. */
  readonly moved: boolean;
  /** The reason why that is not known, as a sentence. */
  readonly reason?: string | undefined;
  readonly proof: Switch;
}

/**
 * Observations of a release while it runs: the live state of the cluster, and answers that come through the gateway.
 * The program's own checkpoint can be behind both.
 */
export interface Witness {
  /** An application as the cluster has it now. @throws where the cluster can't be asked. */
  look(namespace: string, application: string): Promise<RecordedApplication>;
  /**
   * What pods report that no waiting mends (an image that isn't there), as sentences by what reports it; empty while all
   * may still come up. @throws where the cluster can't be asked.
   */
  hopeless(color: ComingColor): Promise<ReadonlyMap<string, string>>;
  /** Lets a color's pods that wait for an image since before ask for it again at once. @throws where the cluster can't be asked. */
  pullAnew(color: ComingColor): Promise<void>;
  /** Notes on a color's Deployment that its pods are given up, by which the engine's wait for them ends. */
  giveUp(color: ComingColor, attempt: string): Promise<void>;
  /** @throws where the cluster can't be asked. */
  gateway(namespace: string, name: string): Promise<GatewayState>;
  /** Of a cluster behind an Application Load Balancer. @throws where the cluster can't be asked. */
  bindings(namespace: string, application: string, color: Color): Promise<Bindings>;
  /**
   * A namespace with the objects of these kinds in it, as the cluster has them now; undefined where no cluster is to be
   * asked, as in an offline diff. @throws where the cluster can't be asked.
   */
  survey(namespace: string, kinds: readonly KindOfObject[]): Promise<Seen | undefined>;
  /**
   * Applies a Deployment in the name of a field manager. @throws where it is no longer of the resource version that the
   * object names, or can't be.
   */
  apply(deployment: ClusterObject, fieldManager: string): Promise<void>;
  /** Sends requests from now on; the returned function, called after the change of the route, ends when it was seen. */
  observeMove(subject: Subject): (change: Change, seconds: number) => Promise<Sight>;
  /** @throws with the check's log where it fails. */
  smoke(check: Smoke, subject: Subject, release: string): Promise<void>;
}
