import type { PlannedApplication } from "../components/environment/planned-application";
import type { Run } from "../components/environment/run";
import { apply } from "./apply";
import type { Operation } from "./operation";
import { UserError } from "./user-error";
import { judge } from "./verdicts";

/** What is watched: a share of the traffic between two steps, or all of it before the old color goes. */
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
export async function watch(
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
  const judged = await judge(
    applications,
    namespace,
    seconds,
    `Interrupted while watching: the traffic stays as it is. \`npx turnout release --stack ${name}\` goes on, \`npx turnout ${takeBack} --stack ${name}\` takes it back.`,
  );
  for (const { application, verdicts } of judged)
    for (const { sentence } of verdicts) print(`${application}: ${sentence}`);
  const bad = judged.filter(({ verdicts }) => verdicts.some(({ passed }) => !passed));
  if (bad.length === 0) return;
  const watched = new Set(applications.map(({ application }) => application.name));
  const intent: Run["intent"] = ({ application }) => {
    if (watched.has(application.name)) return { verb: takeBack };
    return { verb: released.has(application.name) ? "rollback" : "keep" };
  };
  const after = (await apply(operation, { intent })).applications;
  throw new UserError(
    bad
      .flatMap(({ application, release, verdicts }) => {
        const what = after.some(serves(application, release))
          ? `serves on, for there is none before it to go back to`
          : `was ${done}`;
        return verdicts
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
