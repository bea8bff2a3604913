import type { PlannedApplication, Run } from "../program/planned-application";
import { other, serviceName } from "../release/model";
import { analyse, type AnalysisResult } from "../traffic/analysis";
import { Probe } from "../traffic/probe";
import { measure } from "../traffic/prometheus";
import { targetOf } from "../traffic/request";
import { apply } from "./apply";
import type { Operation } from "./operation";
import { wordsOf } from "../problems/failure";
import { UserError } from "./terminal";

/** When a release is watched: with a share of the traffic (`canary`), or with all of it before it settles (`bake`). */
const occasions = {
  canary: {
    seconds: ({ application }: PlannedApplication) => application.canary?.pauseSeconds ?? 0,
    takeBack: "abort",
    done: "aborted",
  },
  bake: {
    seconds: ({ application }: PlannedApplication) => application.bakeSeconds,
    takeBack: "rollback",
    done: "rolled back",
  },
} as const;

/**
 * Watches releases for as long as the settings say, all of them together.
 *
 * @param released the applications that were released together, also those that are watched at another time.
 * @throws UserError where one of them is bad: by then all that was released with it is taken back.
 */
export async function watchReleases(
  operation: Operation,
  applications: readonly PlannedApplication[],
  occasion: keyof typeof occasions,
  released: ReadonlySet<string>,
): Promise<void> {
  const { name, namespace, print } = operation;
  const { seconds: secondsOf, takeBack, done } = occasions[occasion];
  const seconds = Math.max(0, ...applications.map(secondsOf));
  if (seconds === 0 || namespace === undefined) return;
  print(`Watching ${applications.map(({ application }) => application.name).join(", ")} for ${seconds} s.`);
  const analysed = await analyseReleases(
    applications,
    namespace,
    seconds,
    `Interrupted while watching: the traffic stays as it is. \`npx turnout release --stack ${name}\` goes on, \`npx turnout ${takeBack} --stack ${name}\` takes it back.`,
  );
  for (const { application, results } of analysed)
    for (const { sentence } of results) print(`${application}: ${sentence}`);
  const bad = analysed.filter(({ results }) => results.some(({ passed }) => !passed));
  if (bad.length === 0) return;
  const watched = new Set(applications.map(({ application }) => application.name));
  const intent: Run["intent"] = ({ application }) => {
    if (watched.has(application.name)) return { verb: takeBack };
    return { verb: released.has(application.name) ? "rollback" : "keep" };
  };
  const after = (await apply(operation, { intent })).applications;
  throw new UserError(
    bad
      .flatMap(({ application, release, results }) => {
        const what = after.some(serves(application, release))
          ? `keeps serving, because there is no earlier release to go back to`
          : `was ${done}`;
        return results
          .filter(({ passed }) => !passed)
          .map(({ sentence }) => `${application}: release ${release} ${what}: ${sentence}`);
      })
      .join("\n"),
  );
}

const serves =
  (name: string, release: string) =>
  ({ application, plan }: PlannedApplication): boolean =>
    application.name === name && plan.colors[plan.active].release === release;

/** Analysis of one application's release. */
interface AnalysedRelease {
  readonly application: string;
  readonly release: string;
  readonly results: readonly AnalysisResult[];
}

/** Whether it has a part of the traffic only. */
const hasPartOfTraffic = ({ plan }: PlannedApplication) => plan.weights[other(plan.active)] > 0;

/** The color whose release is watched. */
const watchedColor = (planned: PlannedApplication) =>
  hasPartOfTraffic(planned) ? other(planned.plan.active) : planned.plan.active;

/**
 * Sends requests through the applications' Gateway for some time, then asks Prometheus where the settings name one.
 *
 * @throws UserError with the sentence `interrupted` on Ctrl-C.
 */
export async function analyseReleases(
  applications: readonly PlannedApplication[],
  namespace: string,
  seconds: number,
  interrupted: string,
): Promise<AnalysedRelease[]> {
  const probes = applications.map((planned) => {
    const { application, entry, preview } = planned;
    const { path, requestsPerSecond } = application.analysis;
    // At the preview hostname every request is the tried release's, however small its share.
    const { url, via } = hasPartOfTraffic(planned) ? preview : entry;
    const target = targetOf(new URL(path, url).href, application.releaseHeader, via);
    return Probe.start(target, { requestsPerSecond, fresh: true });
  });
  try {
    await pause(seconds, interrupted);
    await Promise.all(probes.map((probe) => probe.stop()));
    return await Promise.all(
      applications.map((planned, index) => resultsOf(planned, namespace, probes[index]?.samples ?? [])),
    );
  } finally {
    for (const probe of probes) probe.abandon();
  }
}

async function resultsOf(
  planned: PlannedApplication,
  namespace: string,
  samples: Probe["samples"],
): Promise<AnalysedRelease> {
  const { application, plan } = planned;
  const { analysis, name, releaseHeader } = application;
  const color = watchedColor(planned);
  const { release } = plan.colors[color];
  const own = analyse(samples, analysis, releaseHeader === undefined ? undefined : release);
  if (analysis.prometheus === undefined) return { application: name, release, results: [own] };
  const names = { namespace, service: serviceName(name, color), release };
  const measured = await measure(analysis.prometheus, names).catch((error: unknown) => {
    return { passed: false, sentence: wordsOf(error), samples: 0 };
  });
  const told = "passed" in measured ? measured : analyse(measured, analysis);
  return { application: name, release, results: [own, told] };
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
