import assert from "node:assert/strict";
import { settled } from "../../../diff/settled";
import type { Recording } from "../../../program/recording";
import { declare, inside, names, releaseOf, shop, the } from "../declared";

describe("a release", () => {
  let before_: Recording;
  let after_: Recording;
  before(async () => {
    before_ = await declare({ applications: [shop] });
    after_ = await declare({
      applications: [{ ...shop, image: "registry.example/web:2" }],
      checkpoint: settled(before_),
    });
  });
  const ignored = (recording: Recording) =>
    recording.resources.flatMap(({ type, name, ignoreChanges }) =>
      ignoreChanges.length > 0 ? [[`${type.split(":").at(-1) ?? ""} ${name}`, ...ignoreChanges]] : [],
    );

  it("freezes exactly the template and the secrets of the color that serves", () => {
    assert.deepEqual(ignored(before_), []);
    assert.deepEqual(ignored(after_), [
      ["Deployment web-blue", "spec.template"],
      ["Secret web-blue", "metadata.name", "immutable", "stringData", "data"],
    ]);
  });

  it("brings the other color up at full size, scales nothing down, and moves both weights", () => {
    const replicas = names.map((name) => inside(the(after_, "Deployment", name), "spec", "replicas"));
    assert.deepEqual(replicas, [2, 2]);
    const backends = inside(the(after_, "HTTPRoute", "web"), "spec", "rules", 0, "backendRefs");
    assert.deepEqual(
      (backends as unknown as { name: string; weight: number }[]).map(({ name, weight }) => [name, weight]),
      [
        ["web-blue", 0],
        ["web-green", 100],
      ],
    );
  });

  it("says what it will do", () => {
    assert.equal(after_.messages.length, 1);
    assert.match(
      after_.messages[0] ?? "",
      /^web: release [0-9a-f]{10} goes to green; once it is Ready the traffic moves there, and blue stays up\.$/,
    );
  });

  it("waits for the pods of both colors, but for those of a color that is broken", async () => {
    const awaited = (recording: Recording) =>
      names.filter((name) => {
        const annotations = inside(the(recording, "Deployment", name), "metadata", "annotations");
        return (annotations as Record<string, string>)["pulumi.com/skipAwait"] !== "true";
      });
    assert.deepEqual(awaited(after_), names);
    const broken = Object.fromEntries(
      Object.entries(settled(before_)).map(([urn, { type, outputs }]) => [
        urn,
        { type, outputs: { ...(outputs as object), status: {} } },
      ]),
    );
    const mended = await declare({ applications: [{ ...shop, image: "web:3" }], checkpoint: broken });
    assert.deepEqual(awaited(mended), ["web-green"]);
  });

  it("is one whenever a secret's value changes, and none when only replicas do", async () => {
    const checkpoint = settled(before_);
    const secrets = { ...shop.secrets, API_KEY: "hunter4" };
    const secret = await declare({ applications: [{ ...shop, secrets }], checkpoint });
    assert.notEqual(releaseOf(secret, "web-green"), releaseOf(before_, "web-green"));
    const scaled = await declare({ applications: [{ ...shop, replicas: 5 }], checkpoint });
    assert.equal(releaseOf(scaled, "web-blue"), releaseOf(before_, "web-blue"));
    assert.equal(inside(the(scaled, "Deployment", "web-blue"), "spec", "replicas"), 5);
    assert.equal(inside(the(scaled, "Deployment", "web-green"), "spec", "replicas"), 0);
    assert.deepEqual(scaled.messages, []);
  });
});
