import type { Color } from "../../release/color";
import { awaitedBeforeRoute, type ReleasePlan, type WantedRelease } from "../../release/plan";
import type { RecordedApplication, RecordedColor, Weights } from "../../release/recorded";

/** A cluster as the engine sees it, one step after the other. */
export interface World {
  weights?: Weights;
  blue?: RecordedColor;
  green?: RecordedColor;
}

/** A release with this mark never becomes Ready. */
export const isBad = (release: string) => release.startsWith("bad");

type Step = "route" | Color;

export interface Schedule {
  /** Which of two steps that don't depend on each other goes first. */
  readonly greenFirst: boolean;
  /** The engine dies after so many steps; more than there are means it doesn't. */
  readonly diesAfter: number;
}

/**
 * Carries out a plan as the engine would, in an order its dependencies allow, until a step fails or the
 * engine dies, and names every rule that was broken on the way.
 */
export function carryOut(
  world: World,
  plan: ReleasePlan,
  wanted: WantedRelease,
  schedule: Schedule,
): string[] {
  const before = structuredClone(world);
  const broken: string[] = [];
  let done = 0;
  for (const step of ordered(plan, schedule)) {
    if (done++ >= schedule.diesAfter) return broken;
    if (step === "route") {
      for (const color of ["blue", "green"] as const)
        if (
          plan.weights[color] > (world.weights?.[color] ?? 0) &&
          before.weights &&
          !(world[color]?.ready ?? false)
        )
          broken.push(`traffic went to ${color}, which is not Ready`);
      world.weights = plan.weights;
      continue;
    }
    const { replicas, frozen, awaitReady } = plan.colors[step];
    const old = world[step];
    const release = frozen && old ? old.release : wanted.release;
    const takesTraffic = (world.weights?.[step] ?? 0) > 0;
    if (takesTraffic && old && old.release !== release)
      broken.push(`the template of ${step} changed under traffic`);
    const moves = JSON.stringify(before.weights) !== JSON.stringify(plan.weights);
    if (moves && before.weights && old && replicas < old.replicas)
      broken.push(`${step} was scaled down in an update that moves traffic`);
    const ready = replicas > 0 && !isBad(release);
    world[step] = { release, replicas, ready };
    if (awaitReady && replicas > 0 && !ready) return broken;
  }
  return broken;
}

function ordered(plan: ReleasePlan, { greenFirst }: Schedule): Step[] {
  const colors: Step[] = greenFirst ? ["green", "blue"] : ["blue", "green"];
  if (plan.order === "route") return ["route", ...colors];
  const awaited: readonly Step[] = awaitedBeforeRoute(plan);
  // The other color's step depends on nothing: it may come after the route as well as before.
  return greenFirst
    ? [...colors, "route"]
    : [
        ...colors.filter((color) => awaited.includes(color)),
        "route",
        ...colors.filter((color) => !awaited.includes(color)),
      ];
}

export const recordedOf = (world: World): RecordedApplication => structuredClone(world);
