import type { Facts, PlannedApplication, Run } from "../program/planned-application";
import { nextShare, other } from "../release/model";
import { apply } from "./apply";
import { type Operation, refuseRemoval } from "./operation";
import { UserError } from "./terminal";
import { watchReleases } from "./watch-releases";

/**
 * `turnout release`: an update, canary steps, watching, and settling; a bad release is taken back.
 */
export async function releaseAndSettle(operation: Operation): Promise<void> {
  operation.print(`Stack ${operation.name}: release begins.`);
  // A release that moved before and was not watched to its end is neither changed nor settled until it was.
  const intent: Run["intent"] = (facts) => ({ verb: isUnsettled(facts) ? "keep" : "release" });
  let { applications } = await apply(operation, { intent, headStart: true });
  const moved = new Set(applications.filter(isUnderWay).map(nameOf));
  // A release that was being tried gave its traffic back first; only now can its color get another one.
  if (applications.some(({ plan }) => plan.kind === "abort")) {
    ({ applications } = await apply(operation, { intent, headStart: true }));
    for (const planned of applications.filter(isUnderWay)) moved.add(nameOf(planned));
  }
  if (moved.size === 0) {
    operation.print(`Stack ${operation.name}: nothing to release, the wanted release is active.`);
    return;
  }
  await goOn(operation, applications, moved);
}

/**
 * From an update that moved traffic to the end of the release: canary steps, watching, settling. Stops where a
 * release waits for a person.
 *
 * @param moved the applications that are released together.
 */
export async function goOn(
  operation: Operation,
  updated: readonly PlannedApplication[],
  moved: ReadonlySet<string> = new Set(updated.filter(isMoving).map(nameOf)),
): Promise<void> {
  const { name, print } = operation;
  let applications = updated;
  while (applications.some(isUnpromoted)) {
    const waiting = applications.filter((planned) => isUnpromoted(planned) && shareOf(planned) === 0);
    for (const planned of waiting)
      print(`${nameOf(planned)} waits to be promoted; its new release answers at ${planned.preview.url}`);
    if (waiting.length > 0) {
      print(
        `\`npx turnout promote --stack ${name}\` goes on, \`npx turnout abort --stack ${name}\` takes it back.`,
      );
      return;
    }
    await watchReleases(operation, applications.filter(isUnpromoted), "canary", moved);
    const shares = new Map(
      applications.filter(isUnpromoted).map((planned) => [nameOf(planned), shareOf(planned)]),
    );
    const intent: Run["intent"] = ({ application }) => {
      const share = shares.get(application.name);
      if (share === undefined) return { verb: "keep" };
      return { verb: "shift", share: nextShare(application, share) };
    };
    ({ applications } = await apply(operation, { intent }));
  }
  await watchReleases(
    operation,
    applications.filter((planned) => moved.has(nameOf(planned))),
    "bake",
    moved,
  );
  // Not by the settings: they may have changed since this release began.
  await apply(operation, { intent: () => ({ verb: "settle" }) });
  print(`Stack ${name}: released and settled.`);
}

const nameOf = ({ application }: PlannedApplication) => application.name;

const isMoving = ({ plan }: PlannedApplication) => plan.kind !== "steady" && plan.kind !== "first";

const isUnderWay = (planned: PlannedApplication) => isMoving(planned) || isUnsettled(planned);

/** Whether its release is up and not promoted yet, after the update that was planned so. */
export const isUnpromoted = ({ plan }: PlannedApplication): boolean =>
  ["release", "hold", "shift"].includes(plan.kind) && plan.colors[other(plan.active)].candidate;

/** Per cent of the traffic that a tried release has. */
export const shareOf = ({ plan }: PlannedApplication): number => plan.weights[other(plan.active)];

/** Whether a release was up and not promoted yet, nor rejected, before the update. */
export function hadCandidate({ plan, recorded }: PlannedApplication): boolean {
  const idle = recorded[other(plan.active)];
  return idle?.candidate === true && idle.release !== recorded.rejected;
}

/**
 * Whether the wanted release has all of the traffic and the one before is still up: nobody watched the update that
 * moved it, or the watching was cut off. Not visible where the standby is as large as the active color.
 */
export function isUnsettled({ application, recorded, release, activeBefore }: Facts): boolean {
  const [serving, idle] = [recorded[activeBefore], recorded[other(activeBefore)]];
  if (
    serving?.release !== release ||
    serving.changed ||
    idle === undefined ||
    recorded.weights?.[activeBefore] !== 100
  )
    return false;
  const cameFrom = idle.ready && !idle.candidate && ![release, recorded.rejected].includes(idle.release);
  return cameFrom && idle.replicas > application.standbyReplicas;
}

/**
 * `turnout promote`: sends more traffic to the waiting release, and goes on from there.
 *
 * @param full all of the traffic at once, whatever steps are left.
 */
export async function promote(operation: Operation, full: boolean): Promise<void> {
  const intent: Run["intent"] = (facts) => {
    const share = triedShare(facts);
    if (share === undefined) return { verb: "keep" };
    return { verb: "shift", share: full ? 100 : nextShare(facts.application, share) };
  };
  const { applications } = await apply(operation, {
    intent,
    onPlanned: (planned, removed) => {
      refuseRemoval(operation.name, removed);
      if (!planned.some(({ plan }) => plan.kind === "shift" || plan.kind === "promote"))
        throw new UserError(`Nothing waits to be promoted in stack ${operation.name}; nothing was changed.`);
    },
  });
  await goOn(operation, applications);
}

/** Per cent of the traffic that a release has which is not promoted yet; undefined where there is none. */
function triedShare({ recorded, activeBefore }: Facts): number | undefined {
  const tried = other(activeBefore);
  return recorded[tried]?.candidate ? (recorded.weights?.[tried] ?? 0) : undefined;
}

/** `turnout abort`: a release that is not promoted yet gives its traffic back, and isn't released again by itself. */
export async function abort(operation: Operation): Promise<void> {
  const { name, print } = operation;
  const { applications } = await apply(operation, {
    intent: ({ recorded }) => ({
      verb: recorded.blue?.candidate || recorded.green?.candidate ? "abort" : "keep",
    }),
    onPlanned: (planned, removed) => {
      refuseRemoval(name, removed);
      if (!planned.some(isAborted))
        throw new UserError(
          `No release is waiting or under way in stack ${name}; nothing was changed. \`npx turnout rollback --stack ${name}\` takes back one that is active.`,
        );
    },
  });
  for (const { application, plan } of applications.filter(isAborted))
    print(
      `${application.name}: release ${plan.rejected ?? ""} is aborted; ${plan.active} serves ${plan.colors[plan.active].release}.`,
    );
}

const isAborted = ({ plan, recorded }: PlannedApplication) =>
  plan.rejected !== undefined &&
  plan.rejected !== recorded.rejected &&
  recorded[other(plan.active)]?.release === plan.rejected;

/** `turnout settle`: the idle color goes to its standby size; what is active stays so, whatever the settings want. */
export async function settle(operation: Operation): Promise<void> {
  const { name, print } = operation;
  await apply(operation, {
    intent: () => ({ verb: "settle" }),
    onPlanned: (planned, removed) => {
      refuseRemoval(name, removed);
      const tried = planned.filter(hadCandidate).map(({ application }) => application.name);
      if (tried.length > 0)
        throw new UserError(
          `A release of ${tried.join(", ")} is not promoted yet; nothing was changed. \`npx turnout promote --stack ${name}\` or \`npx turnout abort --stack ${name}\` ends it.`,
        );
    },
  });
  print(`Stack ${name} is settled.`);
}
