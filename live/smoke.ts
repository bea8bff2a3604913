import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import type { Subject } from "../components/environment/witness";
import type { Smoke } from "../settings/smoke";
import { ask } from "../traffic/ask";
import { awaitMoved } from "../traffic/await-moved";
import type { Sample } from "../traffic/sample";
import { targetOf } from "../traffic/target";
import { runCommand } from "./command";

/** Asks a new release at its preview hostname what users will ask it. @throws with the log of a check that fails. */
export async function smoke(check: Smoke, subject: Subject, release: string): Promise<void> {
  const { timeoutSeconds } = check;
  if ("path" in check) return askPath(check.path, timeoutSeconds, subject, release);
  const { url, header, via, application } = subject;
  if (header !== undefined) {
    const { moved, reason } = await awaitMoved(targetOf(url, header, via), release, {
      seconds: timeoutSeconds,
    });
    if (!moved) throw failure(application, release, reason ?? "its preview hostname doesn't answer");
  }
  const environment = { TURNOUT_URL: url, TURNOUT_RELEASE: release };
  const problem = await runCommand(check.command, environment, timeoutSeconds);
  if (problem !== undefined) throw failure(application, release, problem);
}

/** Until it answers well; a bad answer that the release itself gave is its last. */
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

/** What a person reads of a log: its end, each line once. */
const lastOf = (lines: readonly string[]) =>
  [...new Set(lines.map((line) => line.replace(/ after \d+ ms$/, "")))].slice(-20);

const failure = (application: string, release: string, log: string) =>
  new Error(
    `The smoke check of ${application} failed with release ${release}; the traffic stays where it is:\n${log}`,
  );
