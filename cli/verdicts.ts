import type { PlannedApplication } from "../components/environment/planned-application";
import { other, serviceName } from "../release/model";
import { analyse, type Verdict } from "../traffic/analysis";
import { Probe } from "../traffic/probe";
import { measure } from "../traffic/prometheus";
import { targetOf } from "../traffic/request";
import { UserError } from "./user-error";

/** What was measured of one application's release. */
export interface Judged {
  readonly application: string;
  readonly release: string;
  readonly verdicts: readonly Verdict[];
}

/** Whether it has a part of the traffic only. */
const isTried = ({ plan }: PlannedApplication) => plan.weights[other(plan.active)] > 0;

/** The color whose release is watched. */
const watchedColor = (planned: PlannedApplication) =>
  isTried(planned) ? other(planned.plan.active) : planned.plan.active;

/**
 * Asks applications through their Gateway for some time, and Prometheus at its end where the settings name one.
 *
 * @throws UserError where somebody interrupts it, with what then is.
 */
export async function judge(
  applications: readonly PlannedApplication[],
  namespace: string,
  seconds: number,
  interrupted: string,
): Promise<Judged[]> {
  const probes = applications.map((planned) => {
    const { application, entry, preview } = planned;
    const { path, requestsPerSecond } = application.analysis;
    // At the preview hostname every request is the tried release's, however small its share.
    const { url, via } = isTried(planned) ? preview : entry;
    const target = targetOf(new URL(path, url).href, application.releaseHeader, via);
    return Probe.start(target, { requestsPerSecond, fresh: true });
  });
  try {
    await pause(seconds, interrupted);
    await Promise.all(probes.map((probe) => probe.stop()));
    return await Promise.all(
      applications.map((planned, index) => verdictsOf(planned, namespace, probes[index]?.samples ?? [])),
    );
  } finally {
    for (const probe of probes) probe.abandon();
  }
}

async function verdictsOf(
  planned: PlannedApplication,
  namespace: string,
  samples: Probe["samples"],
): Promise<Judged> {
  const { application, plan } = planned;
  const { analysis, name, releaseHeader } = application;
  const color = watchedColor(planned);
  const { release } = plan.colors[color];
  const own = analyse(samples, analysis, releaseHeader === undefined ? undefined : release);
  if (analysis.prometheus === undefined) return { application: name, release, verdicts: [own] };
  const names = { namespace, service: serviceName(name, color), release };
  const measured = await measure(analysis.prometheus, names).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    return { passed: false, sentence: reason, samples: 0 };
  });
  const told = "passed" in measured ? measured : analyse(measured, analysis);
  return { application: name, release, verdicts: [own, told] };
}

async function pause(seconds: number, interrupted: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new UserError(interrupted));
    };
    const timer = setTimeout(() => {
      process.off("SIGINT", stop);
      resolve();
    }, seconds * 1000);
    process.once("SIGINT", stop);
  });
}
