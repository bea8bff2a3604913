import assert from "node:assert/strict";
import { warningsOf } from "../../diff/compare";
import type { Value } from "../../program/recording";
import { defaultVersion, versions } from "../../settings/eks";
import { declareOnAws, wholePlatform } from "../components/on-aws";
import { declared, deployment, recordingOf } from "./resources";

const now = new Date("2026-06-01T12:00:00Z");

/** One cluster, on its way from one version to another. */
const cluster = (version: string, supportType = "STANDARD") =>
  declared("eks:index:Cluster", "cluster", { name: "turnout", version, upgradePolicy: { supportType } });

describe("the step of a cluster's version", () => {
  const warned = (from: string | undefined, to: string) =>
    warningsOf(recordingOf(...(from === undefined ? [] : [cluster(from)])), recordingOf(cluster(to)), {
      now,
      branches: [],
    });
  for (const [from, to, next] of [
    ["1.34", "1.36", "1.35"],
    ["1.31", "1.36", "1.32"],
    ["1.9", "1.35", "1.10"],
  ] as const)
    it(`is warned of where it skips versions, from ${from} to ${to}`, () => {
      assert.deepEqual(warned(from, to), [
        `Cluster turnout skips versions from Kubernetes ${from} to ${to}: EKS goes one minor version up at a time; set turnout:aws.version to "${next}" first.`,
      ]);
    });

  for (const [from, to] of [
    ["1.36", "1.35"],
    ["1.36", "1.34"],
    ["1.10", "1.9"],
  ] as const)
    it(`is warned of where it goes back, from ${from} to ${to}`, () => {
      assert.deepEqual(warned(from, to), [
        `Cluster turnout is lowered from Kubernetes ${from} to ${to}: EKS goes back by one minor version at most, and only within 7 days of the update; leave turnout:aws.version at "${from}".`,
      ]);
    });

  for (const [from, to] of [
    ["1.34", "1.35"],
    ["1.35", "1.36"],
    ["1.35", "1.35"],
    ["1.9", "1.10"],
    [undefined, "1.34"],
  ] as const)
    it(`is well from ${from ?? "nothing"} to ${to}`, () => {
      assert.deepEqual(warned(from, to), []);
    });
});

describe("the end of support of a cluster's version", () => {
  const warned = (version: string, at: string, supportType?: string) => {
    const recording = recordingOf(cluster(version, supportType));
    return warningsOf(recording, recording, { now: new Date(at), branches: [] });
  };
  const kept =
    "EKS then updates the cluster by itself, and extended support, which its upgrade policy keeps out, costs about 438 USD a month instead of 73";

  it("is told from 60 days before it on, with the cost of what comes after", () => {
    assert.deepEqual(warned("1.34", "2026-10-02T23:59:59Z"), []);
    assert.deepEqual(warned("1.34", "2026-10-03T00:00:00Z"), [
      `Standard support of Kubernetes 1.34, which cluster turnout has, ends in 60 days, on 2026-12-02: ${kept}; set turnout:aws.version to "1.35".`,
    ]);
    assert.deepEqual(warned("1.34", "2026-11-30T10:00:00Z"), [
      `Standard support of Kubernetes 1.34, which cluster turnout has, ends in 2 days, on 2026-12-02: ${kept}; set turnout:aws.version to "1.35".`,
    ]);
    assert.match(warned("1.35", "2027-03-26T00:00:00Z")[0] ?? "", /ends in 1 day, on 2027-03-27: /);
  });

  it("is told after it", () => {
    assert.match(warned("1.34", "2026-12-04T00:00:00Z")[0] ?? "", /has, ended 2 days ago, on 2026-12-02: /);
  });

  it("costs six times as much where the cluster isn't updated by itself", () => {
    assert.deepEqual(warned("1.34", "2026-11-30T00:00:00Z", "EXTENDED"), [
      'Standard support of Kubernetes 1.34, which cluster turnout has, ends in 2 days, on 2026-12-02: extended support then costs about 438 USD a month instead of 73; set turnout:aws.version to "1.35".',
    ]);
  });

  it("is none for a version without one, or one that isn't known", () => {
    for (const version of ["1.36", "1.33", "1.99", "latest"])
      assert.deepEqual(warned(version, "2030-01-01T00:00:00Z"), [], version);
  });

  it("is told of the cluster that a platform really declares", async () => {
    const platform = await wholePlatform();
    const until = versions.find(({ minor }) => `1.${minor}` === defaultVersion)?.until;
    assert.deepEqual(warningsOf(platform, platform, { now: new Date(until ?? 0), branches: [] }), [
      `Standard support of Kubernetes 1.35, which cluster turnout has, ends today, on 2027-03-27: ${kept}; set turnout:aws.version to "1.36".`,
    ]);
  });
});

describe("an image whose tag moves", () => {
  const pods = (containers: Value, initContainers: Value = []) =>
    deployment("web-blue", { template: { spec: { containers, initContainers } } });
  const warned = (...resources: ReturnType<typeof pods>[]) =>
    warningsOf(recordingOf(), recordingOf(...resources), { now, branches: ["main", "feature/x-2"] });
  const sentence = (image: string, of: string, tag: string) =>
    `Image ${image} of ${of} has a tag that moves, ${tag}: pods of one release may run different images, and a newer image is no release; give a digest, or a tag that stays.`;

  it("is told once, of any container of any Deployment", () => {
    const web = pods([
      { name: "web", image: "a:stable" },
      { name: "proxy", image: "proxy:1.2" },
    ]);
    const api = pods(
      [{ name: "api", image: "b:1" }],
      [
        { name: "migrate", image: "b:x-2" },
        { name: "wait", image: "c:feature-x-2" },
      ],
    );
    assert.deepEqual(warned(web, web, { ...api, urn: "other" }), [
      sentence("a:stable", "web", "stable"),
      sentence("c:feature-x-2", "wait", "feature-x-2"),
    ]);
  });

  it("is told of none with a digest or a tag that stays, nor of a hidden one", () => {
    for (const image of [`a:main@sha256:${"0".repeat(64)}`, "a:1.4.2", "a:4f2c9d1", { hidden: "x" }])
      assert.deepEqual(warned(pods([{ name: "web", image }])), []);
  });

  it("is told of no application of this repository, whose tag is its content's", async () => {
    const made = await declareOnAws();
    assert.deepEqual(warningsOf(made, made, { now, branches: ["main"] }), []);
  });
});
