import { spawn } from "node:child_process";
import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import type { Sight, Subject, Witness } from "../program/witness";
import type { ClusterObject } from "../release/drift";
import type { Smoke } from "../settings/rollout";
import { awaitMove, poll, probeMove } from "../traffic/move";
import { ask, type Sample, targetOf } from "../traffic/request";
import { type Change, switchOf } from "../traffic/switch";
import { bindingsOf } from "./bindings";
import { gatewayNow } from "./gateway";
import { giveUp, hopeless, pullAnew } from "./hopeless";
import { type Kubernetes, openKubernetes, type Way } from "./kubernetes";
import { isTaken, type LiveRoute, look, routePath } from "./look";
import { type Ask, askFor, listPath, openPaths } from "./paths";
import { survey } from "./survey";

/** Milliseconds between two reads of the Gateway's status. */
const gatewayEvery = 200;

/** Observes a cluster, and the answers through its Gateway. */
export function liveWitness(way: Way): Witness {
  let opened: Promise<Kubernetes> | undefined;
  let paths: Promise<Ask> | undefined;
  const kubernetes = () => (opened ??= openKubernetes(way));
  const ask = () => (paths ??= openPaths(way));
  const routeIsTaken = async (namespace: string, name: string) =>
    isTaken(await askFor<LiveRoute>(await ask(), routePath(namespace, name)));
  return {
    look: async (namespace, application) => look(await ask(), namespace, application),
    giveUp: async (color, attempt) => giveUp(await kubernetes(), color, attempt),
    bindings: async (namespace, application, color) =>
      bindingsOf(await kubernetes(), namespace, application, color),
    gateway: async (namespace, name) => gatewayNow(await kubernetes(), namespace, name),
    hopeless: async (color) => hopeless(await kubernetes(), color),
    pullAnew: async (color) => pullAnew(await kubernetes(), color),
    survey: async (namespace, kinds) =>
      process.env.KUBECONFIG === "" ? undefined : survey(await ask(), namespace, kinds),
    apply: async (deployment, fieldManager) => applyDeployment(await ask(), deployment, fieldManager),
    observeMove: (subject) =>
      observeMove(subject, () => routeIsTaken(subject.namespace, subject.application)),
    smoke,
  };
}

/** Applies a Deployment over whatever else holds its fields. @throws as `Witness.apply`. */
async function applyDeployment(ask: Ask, object: ClusterObject, manager: string): Promise<void> {
  const { name = "", namespace = "" } = object.metadata ?? {};
  const deployments = listPath(namespace, { apiVersion: "apps/v1", kind: "Deployment" });
  await askFor(ask, `${deployments}/${name}`, { manager, object });
}

/**
 * Asks the application through its gateway, a new connection each time, until a change of its route was seen.
 *
 * @param isTaken whether the Gateway has accepted the route as it is: the only sign where answers name no release.
 */
export function observeMove(
  { url, header, via }: Subject,
  isTaken: () => Promise<boolean>,
): (change: Change, seconds: number) => Promise<Sight> {
  const probe = probeMove(targetOf(url, header, via));
  return async (change, seconds) => {
    try {
      const reason = await whyUnseen(change, seconds);
      const proof = switchOf(change, probe.samples);
      return { moved: reason === undefined, proof, ...(reason !== undefined && { reason }) };
    } finally {
      probe.abandon();
    }
  };

  async function whyUnseen({ to, share, at: changed }: Change, seconds: number): Promise<string | undefined> {
    if (header === undefined) {
      if (await poll(isTaken, seconds, gatewayEvery)) return undefined;
      return `The Gateway did not accept the changed route within ${seconds} s.`;
    }
    if (share === 100) return awaitMove(probe, to, seconds);
    // One that had a share before answers before the change, too.
    const answers = () => probe.samples.some(({ release, at }) => release === to && at >= changed);
    if (await poll(() => answers() && isTaken(), seconds)) return undefined;
    return `Release ${to} was not seen at ${url} within ${seconds} s, though it has ${share} % of the traffic.`;
  }
}

/** Runs the smoke check on a new release at its preview hostname. @throws with the log of a check that fails. */
export async function smoke(check: Smoke, subject: Subject, release: string): Promise<void> {
  const { timeoutSeconds } = check;
  if ("path" in check) return askPath(check.path, timeoutSeconds, subject, release);
  const { url, header, via, application } = subject;
  if (header !== undefined) {
    const probe = probeMove(targetOf(url, header, via));
    const reason = await awaitMove(probe, release, timeoutSeconds).finally(() => probe.abandon());
    if (reason !== undefined) throw failure(application, release, reason);
  }
  const environment = { TURNOUT_URL: url, TURNOUT_RELEASE: release };
  const problem = await runCommand(check.command, environment, timeoutSeconds);
  if (problem !== undefined) throw failure(application, release, problem);
}

/** Asks a path until it answers well; a bad answer of the release itself ends the check at once. */
async function askPath(path: string, seconds: number, subject: Subject, release: string): Promise<void> {
  const address = new URL(path, subject.url).href;
  const target = targetOf(address, subject.header, subject.via);
  const log: string[] = [];
  const end = performance.now() + seconds * 1000;
  do {
    const agent = target.tls ? new TlsAgent() : new Agent();
    const sample = await ask(target, agent, Math.max(1000, end - performance.now()));
    const own = subject.header === undefined || sample.release === release;
    const well = sample.status >= 200 && sample.status < 400;
    if (own && well) return;
    log.push(`GET ${address}: ${answerOf(sample)}`);
    if (subject.header !== undefined && own) break;
    await pause(200);
  } while (performance.now() < end);
  throw failure(subject.application, release, lastOf(log).join("\n"));
}

const answerOf = ({ status, release, error, milliseconds }: Sample) =>
  `${status === 0 ? "no answer" : `status ${status}`}${release === undefined ? "" : ` of release ${release}`}` +
  `${error === undefined ? "" : ` (${error})`} after ${Math.round(milliseconds)} ms`;

/** The end of a log, each line once. */
const lastOf = (lines: readonly string[]) =>
  [...new Set(lines.map((line) => line.replace(/ after \d+ ms$/, "")))].slice(-20);

const failure = (application: string, release: string, log: string) =>
  new Error(
    `The smoke check of ${application} failed with release ${release}; the traffic stays where it is:\n${log}`,
  );

/** Lines of a failed command's output that are shown. */
const shownLines = 20;

/**
 * Runs a command of the settings beside the program, with the variables of this process and some more.
 *
 * @returns why it failed, with the end of what it printed; undefined where it ended well.
 */
export function runCommand(
  [name = "", ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  seconds: number,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let output = "";
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-16_384));
    // A group of its own, so that what it started ends with it.
    const child = spawn(name, args, {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const timer = setTimeout(() => {
      end(`it did not end within ${seconds} s`);
      killGroup(child.pid);
    }, seconds * 1000);
    const end = (reason: string | undefined) => {
      clearTimeout(timer);
      const lines = output.trimEnd() === "" ? [] : output.trimEnd().split("\n").slice(-shownLines);
      resolve(reason && [`${[name, ...args].join(" ")}: ${reason}`, ...lines].join("\n"));
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", ({ message }) => {
      end(`it can't be started (${message})`);
    });
    child.on("close", (code, signal) => {
      end(code === 0 ? undefined : code === null ? `ended by ${signal ?? "a signal"}` : `exit code ${code}`);
    });
  });
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // All of it has ended: only what left the group still holds its output open.
  }
}
