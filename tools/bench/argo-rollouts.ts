import type { KubernetesObject } from "@kubernetes/client-node";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { objects } from "../../test/cluster/kubernetes";
import { Peer } from "./peer";

const run = promisify(execFile);

/** A clone of argoproj/argo-rollouts in which its controller and its kubectl plugin were built (CONTRIBUTING.md). */
const variable = "TURNOUT_BENCH_ROLLOUTS";
const [controller, plugin, crds] = ["rollouts-controller", "kubectl-argo-rollouts", "manifests/crds"];

/** A missing requirement of Argo Rollouts, in one line; undefined where all is there. */
export function missingRollouts(): string | undefined {
  const folder = process.env[variable];
  if (!folder) return `${variable} is not set`;
  const absent = [controller, plugin, crds].find((name) => !existsSync(join(folder, name)));
  return absent && `${variable} is ${folder}, which has no ${absent}`;
}

/** A controller of our own, beside one that the cluster may have: each sees only what has its name. */
const instance = { flag: "turnout-bench", label: "argo-rollouts.argoproj.io/controller-instance-id" };
const rollouts = { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout" };

interface Rollout extends KubernetesObject {
  readonly status?: {
    readonly phase?: string;
    /** A number as text, unlike a Deployment's. */
    readonly observedGeneration?: string;
    readonly currentPodHash?: string;
    readonly blueGreen?: { readonly activeSelector?: string };
  };
}

/** One Rollout with Argo's blue/green strategy, updated and undone by the commands that its users type. */
export class ArgoRollouts extends Peer {
  update(release: string): Promise<void> {
    const { template } = this.podsOf(release);
    return this.kubectl(
      "patch",
      "rollout",
      "web",
      "--type=merge",
      "-p",
      JSON.stringify({ spec: { template } }),
    );
  }

  /** Back to the release before, within the 30 s that its pods are kept for. */
  undo(): Promise<void> {
    return this.kubectl("argo", "rollouts", "undo", "web");
  }

  protected workload() {
    const blueGreen = {
      activeService: "web",
      previewService: "web-preview",
      autoPromotionEnabled: true,
      scaleDownDelaySeconds: 30, // Argo's default
    };
    const metadata = { ...this.metadata, labels: { [instance.label]: instance.flag } };
    const spec = { ...this.podsOf("argo-0"), strategy: { blueGreen } };
    return [this.service("web-preview"), { ...rollouts, metadata, spec }];
  }

  protected async through(): Promise<void> {
    const api = await objects();
    await this.until(async () => {
      const found = await api.read<Rollout>({ ...rollouts, metadata: this.metadata });
      const { phase, observedGeneration, currentPodHash, blueGreen } = found.status ?? {};
      const seen = observedGeneration === String(found.metadata?.generation);
      return seen && phase === "Healthy" && blueGreen?.activeSelector === currentPodHash;
    });
  }

  private async kubectl(...args: string[]): Promise<void> {
    const PATH = [process.env[variable], process.env.PATH].join(delimiter); // kubectl finds its plugin there
    await run("kubectl", [...args, "--namespace", this.namespace], { env: { ...process.env, PATH } });
    await this.through();
  }
}

/**
 * Starts the controller as a process of this machine.
 *
 * @returns a function that ends it, and removes Argo's kinds unless the cluster had them.
 */
export async function startRollouts(): Promise<() => Promise<void>> {
  const folder = process.env[variable] ?? "";
  const kinds = ["--kustomize", join(folder, crds)];
  const { stdout } = await run("kubectl", ["get", "crd", "rollouts.argoproj.io", "--ignore-not-found"]);
  const had = stdout !== "";
  if (!had) await run("kubectl", ["apply", "--server-side", ...kinds]);
  const free = ["--metricsport=0", "--healthzPort=0"]; // any free port
  const args = [`--instance-id=${instance.flag}`, "--leader-elect=false", "--loglevel=error", ...free];
  const child = spawn(join(folder, controller), args, { stdio: "ignore" });
  const ended = once(child, "exit");
  return async () => {
    child.kill();
    await ended;
    if (!had) await run("kubectl", ["delete", "--ignore-not-found", ...kinds]);
  };
}
