import type { Run } from "../../program/planned-application";
import type { Intent } from "../../release/model";
import { application, type Changes } from "./branch";

/** One update: what the settings say, and what a person asks for beyond them. */
export interface Update {
  readonly settings: Changes;
  readonly run?: Run;
}

/** The updates before, and the one in which the engine is killed. */
export interface Scenario {
  readonly before: readonly Update[];
  readonly update: Update;
  /** The update that follows one that can't succeed. */
  readonly then?: Update;
}

/** The image of every release that never becomes Ready. */
export const brokenImage = "shop/web:bad";

/** Every release has a secret of its own: one that is rotated with each. */
const to = (tag: string, more: object = {}): Update => ({
  settings: { applications: [application(`shop/web:${tag}`, { secrets: { TOKEN: tag }, ...more })] },
});

const asking = (intent: Intent, { settings }: Update): Update => ({
  settings,
  run: { intent: () => intent },
});

const both = (tag: string): Update => ({
  settings: {
    applications: [
      application(`shop/web:${tag}`),
      application(`shop/api:${tag}`, { name: "api", secrets: { TOKEN: tag } }),
    ],
  },
});

const canary = (tag: string) => to(tag, { canary: { steps: [10, 50, 100], pauseSeconds: 0 } });
const waiting = (tag: string) => to(tag, { autoPromote: false });
const warm = (tag: string) => to(tag, { replicas: 2, standbyReplicas: 2 });
/** Nothing but the image changes, so that the pods need not wait for the engine. */
const ahead = (tag: string, more: object = {}): Update => ({
  settings: {
    applications: [
      application(`shop/web:${tag}`, { secrets: { TOKEN: "kept" }, ...more }),
      application(`shop/api:${tag}`, { name: "api" }),
    ],
  },
  run: { headStart: true },
});
/** Each color has had a release, and so has its Secret. */
const used = (more: object = {}) => ["1", "2", "2"].map((tag) => ahead(tag, more));
const share = (percent: number): Intent => ({ verb: "shift", share: percent });

export const scenarios: Readonly<Record<string, Scenario>> = {
  "a first release": { before: [], update: to("1") },
  "a release": { before: [to("1")], update: to("2") },
  "a release that only rotates a secret": {
    before: [to("1", { secrets: { TOKEN: "old" } })],
    update: to("1", { secrets: { TOKEN: "new" } }),
  },
  "a settling": { before: [to("1"), to("2")], update: to("2") },
  "a rollback to a warm color": { before: [to("1"), to("2")], update: to("1") },
  "a rollback to a cold color": { before: [to("1"), to("2"), to("2")], update: to("1") },
  "a rollback that a person asks for": {
    before: [to("1"), to("2")],
    update: asking({ verb: "rollback" }, to("2")),
  },
  "a canary's first step": { before: [canary("1")], update: canary("2") },
  "a canary's next step": {
    before: [canary("1"), canary("2")],
    update: asking(share(50), canary("2")),
  },
  "a canary's last step": {
    before: [canary("1"), canary("2"), asking(share(50), canary("2"))],
    update: asking(share(100), canary("2")),
  },
  "a canary that is aborted": {
    before: [canary("1"), canary("2")],
    update: asking({ verb: "abort" }, canary("2")),
  },
  "a release that waits": { before: [waiting("1")], update: waiting("2") },
  "a release that is promoted": {
    before: [waiting("1"), waiting("2")],
    update: asking(share(100), waiting("2")),
  },
  "a release that fails": { before: [to("1")], update: to("bad"), then: to("3") },
  "a release that fails beside pods of the one before": {
    before: [warm("1"), warm("2")],
    update: warm("bad"),
    then: warm("3"),
  },
  "a release of two applications": { before: [both("1")], update: both("2") },
  "a release with a head start": { before: used(), update: ahead("3") },
  "a release with a head start over pods of the one before": {
    before: used({ replicas: 2, standbyReplicas: 2 }),
    update: ahead("3", { replicas: 2, standbyReplicas: 2 }),
  },
  "a canary with a head start": {
    before: [...used(), ahead("2", { canary: { steps: [10, 100], pauseSeconds: 0 } })],
    update: ahead("3", { canary: { steps: [10, 100], pauseSeconds: 0 } }),
  },
  "a release with a head start that fails": { before: used(), update: ahead("bad"), then: ahead("4") },
};
