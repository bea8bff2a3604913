import { allTo, type Color, colors, other, shareIn } from "../../release/model";
import type { Event, Schedule, Which } from "./event";
import type { Program } from "./program";
import { noteAccepted } from "./rules";
import { isBad, look, refresh, type Health, type Subject } from "./simulated-cluster";
import { carryOut } from "./simulated-update";

const begin = (): Subject => ({
  live: {},
  checkpoint: {},
  wanted: { release: "a", replicas: 2, standbyReplicas: 0, firstShare: 100 },
  accepted: new Set(),
});

/** Plays a schedule from the first update on. @returns every rule that was broken, and what the updates came to. */
export function play({ applications, events }: Schedule, program: Program): string[] {
  const subjects = Array.from({ length: applications }, begin);
  const broken: string[] = [];
  for (const [index, event] of events.entries()) {
    broken.push(...happen(subjects, event, program).map((rule) => `event ${index + 1}: ${rule}`));
    if (broken.length > 0) return broken;
  }
  return settle(subjects, program);
}

function happen(subjects: readonly Subject[], event: Event, program: Program): readonly string[] {
  const meant = (of: Which) => subjects.filter((_, index) => of === "both" || of === index);
  switch (event.do) {
    case "update": {
      const { set, order, dies, ahead, intent, of, falls } = event;
      for (const subject of meant(of)) subject.wanted = { ...subject.wanted, ...set };
      return carryOut(subjects, program, {
        order,
        dies,
        ahead,
        intents: subjects.map((subject) => (meant(of).includes(subject) ? intent : undefined)),
        beforeCall: (call) => {
          if (falls?.at === call) for (const { live } of meant(falls.of)) fall(live, falls.color, "down");
        },
      }).broken;
    }
    case "refresh":
      subjects.forEach(refresh);
      return [];
    case "health":
      for (const { live } of meant(event.of)) fall(live, event.color, event.health);
      return [];
    case "weights":
      for (const subject of meant(event.of)) {
        if (subject.live.weights !== undefined) subject.live.weights = event.weights;
        noteAccepted(subject);
      }
      return [];
    case "delete":
      for (const { live } of meant(event.of))
        live[event.what === "route" ? "weights" : event.what] = undefined;
      return [];
    case "scale":
      for (const { live } of meant(event.of)) {
        const pods = live[event.color];
        if (pods !== undefined) live[event.color] = { ...pods, replicas: event.replicas };
      }
      return [];
    case "fast rollback":
      return meant(event.of).flatMap((subject) => fastRollback(subject, program));
  }
}

function fall(live: Subject["live"], color: Color, health: Health): void {
  const pods = live[color];
  if (pods !== undefined) live[color] = { ...pods, health };
}

/** `turnout rollback` moves the traffic of what is warm, and dies before the engine records it. */
function fastRollback({ live, checkpoint }: Subject, program: Program): string[] {
  const retreat = program.retreat(look(live), checkpoint);
  if (retreat === undefined) return [];
  if (live[retreat.to]?.ahead) return ["a rollback went to pods that had only started"];
  live.weights = allTo(retreat.to);
  live.rejected = retreat.rejected;
  return look(live)[retreat.to]?.ready ? [] : ["rule 2: a rollback went to a color that is not Ready"];
}

/** From wherever a schedule ends: once the cluster is well and read back, three good updates are enough. */
function settle(subjects: readonly Subject[], program: Program): string[] {
  const broken: string[] = [];
  for (const subject of subjects) {
    for (const color of colors) fall(subject.live, color, "well");
    refresh(subject);
    const { release } = subject.wanted;
    const good = [release, "d", "c"].find((one) => !isBad(one) && one !== subject.checkpoint.rejected);
    // Bringing up the standby of a release that never gets Ready fails, as it should.
    const standbyReplicas = colors.some((color) => isBad(subject.live[color]?.release ?? "")) ? 0 : 1;
    // A share in the settings is what ends a trial without a person.
    subject.wanted = { release: good ?? "c", replicas: 2, standbyReplicas, firstShare: 100, share: 100 };
  }
  const conditions = { order: 0, intents: [] };
  for (let update = 0; update < 3; update++) broken.push(...carryOut(subjects, program, conditions).broken);
  const { calls } = carryOut(subjects, program, conditions);
  if (calls > 0) broken.push("liveness: three good updates leave something to do");
  for (const { live, wanted } of subjects) {
    const active = colors.find((color) => shareIn(live.weights, color) === 100);
    const serving = active && look(live)[active];
    if (!serving?.ready || serving.release !== wanted.release || serving.replicas !== wanted.replicas)
      broken.push(`liveness: ${wanted.release} is not what serves after three good updates`);
    else if (active && live[other(active)]?.replicas !== wanted.standbyReplicas)
      broken.push("liveness: the idle color is not at its standby size after three good updates");
  }
  return broken;
}
