import type { RecordedApplication } from "../release/model";
import type { Smoke } from "../settings/rollout";
import type { Change, Switch } from "../traffic/switch";

/** Which application is looked at, and how its answers name their release. */
export interface Subject {
  readonly namespace: string;
  readonly application: string;
  readonly url: string;
  /** The load balancer that is asked for it, where no DNS leads there. */
  readonly via?: string | undefined;
  /** Response header; missing where the application names no release. */
  readonly header?: string | undefined;
}

/** What was seen of one change of the route. */
export interface Sight {
  /** The change has reached the gateway. */
  readonly moved: boolean;
  /** Why that can't be said, as a sentence. */
  readonly reason?: string | undefined;
  readonly proof: Switch;
}

/**
 * What a release sees of the world while it is under way: the cluster as it is, and answers that come through the
 * gateway. The program's own checkpoint can be behind both.
 */
export interface Witness {
  /** An application as the cluster has it now. @throws where the cluster can't be asked. */
  look(namespace: string, application: string): Promise<RecordedApplication>;
  /** Asks from now on; what it returns is called once the route was changed, and ends when the change was seen. */
  observeMove(subject: Subject): (change: Change, seconds: number) => Promise<Sight>;
  /** @throws with the check's own log where it fails. */
  smoke(check: Smoke, subject: Subject, release: string): Promise<void>;
}
