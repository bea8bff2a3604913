import assert from "node:assert/strict";
import { imageProblems, isRegistry, movingTag } from "../../settings/image";

const digest = `@sha256:${"0a".repeat(32)}`;
const rulesOf = (image: string, build?: string) => imageProblems(image, build).map(({ rule }) => rule);

describe("an image", () => {
  for (const image of [
    "web:1",
    "registry.example/web:1.4.2",
    "localhost/a:1",
    "localhost:5000/a/b/c:v1_0.x-y",
    "registry:5000/web:1",
    "10.0.0.1:5000/web:1",
    "[2001:db8::1]:5000/web:1",
    "REGISTRY.example/web:1",
    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop-web:4f2c9d1",
    "a__b/c--d/e.f/g_h:1",
    `web${digest}`,
    `registry.example/web:1.4.2${digest}`,
    `web:latest${digest}`,
    `web:${"x".repeat(128)}`,
    `${"a".repeat(255)}:1`,
  ])
    it(`may be ${image.slice(0, 60)}`, () => {
      assert.deepEqual(rulesOf(image), []);
    });

  for (const image of [
    "",
    " ",
    "web:",
    "web:1:2",
    "Web:1",
    "registry.example/Web:1",
    "MyTeam/web:1",
    "https://registry.example/web:1",
    "docker://web:1",
    "/web:1",
    "web/:1",
    "a//b:1",
    "-web:1",
    "web-:1",
    "a..b:1",
    "a___b:1",
    "web:-1",
    "web:.1",
    "web:1+build",
    "web:ü",
    "web :1",
    "web:1 ",
    "web:1\n",
    "web\u200b:1",
    `web:${"x".repeat(129)}`,
    `${"a".repeat(256)}:1`,
    "a".repeat(100_000),
    "web@sha256:abc",
    `web@sha256:${"A".repeat(64)}`,
    `web@sha512:${"0".repeat(64)}`,
    `web${digest}:1`,
    "registry.example:0/web:1",
    "registry.example:65536/web:1",
    "registry.example:123456/web:1",
    "registry.example-/web:1",
    "{{ image }}",
    "$IMAGE:1",
  ])
    it(`must not be ${JSON.stringify(image).slice(0, 60)}, which no registry takes`, () => {
      assert.deepEqual(rulesOf(image), [
        "must be a reference that a registry takes, a name in lower case without https://, then a tag or a digest; write it as registry/name:1.4.2 or registry/name@sha256:…",
      ]);
    });

  it("is a mere name beside a build", () => {
    assert.deepEqual(rulesOf("registry.example:5000/web", "app"), []);
    for (const image of ["Web", "registry.example/", "https://registry.example/web", ""])
      assert.deepEqual(rulesOf(image, "app"), [
        "must be a name that a registry takes, in lower case without https://; write it as registry/name",
      ]);
    for (const image of ["web:1", "web:latest", `web${digest}`])
      assert.deepEqual(rulesOf(image, "app"), [
        "must have no tag beside `build`, which gives it the tag of its content; write it as registry/name",
      ]);
  });
});

describe("movingTag", () => {
  const branches = ["main", "feature/x", "release/1.4", "Fix_2"];

  for (const [image, tag] of [
    ["localhost/a:main", "main"],
    ["a:develop", "develop"],
    ["a:stable", "stable"],
    ["registry:5000/a:nightly", "nightly"],
    ["a:Latest", "Latest"],
    ["a:lts-alpine", "lts-alpine"],
    ["a:3-latest", "3-latest"],
    ["a:v2.latest", "v2.latest"],
    ["a:1.4.2-SNAPSHOT", "1.4.2-SNAPSHOT"],
    ["a:feature-x", "feature-x"],
    ["a:release-1.4", "release-1.4"],
    ["a:fix-2", "fix-2"],
    ["a", "latest"],
  ] as const)
    it(`is ${tag} of ${image}`, () => {
      assert.equal(movingTag(image, branches), tag);
    });

  for (const image of [
    "a:1.4.2",
    "a:1.27-alpine",
    "a:v1",
    "a:42",
    "a:4f2c9d1",
    "a:main-4f2c9d1",
    "a:2026-11-30",
    "a:feature-y2",
    `a:main${digest}`,
    `a${digest}`,
    "no reference",
  ])
    it(`is none of ${image.slice(0, 40)}`, () => {
      assert.equal(movingTag(image, branches), undefined);
    });
});

describe("a registry", () => {
  for (const text of [
    "localhost",
    "localhost:5000",
    "registry:5000/shop",
    "ghcr.io/me/shop",
    "docker.io/me",
    "10.0.0.1:5000/a/b",
    "[2001:db8::1]:5000",
    `registry.example/${"a".repeat(197)}`,
  ])
    it(`may be ${text.slice(0, 60)}`, () => {
      assert.ok(isRegistry(text));
    });

  it("leaves room for an application's name", () => {
    assert.ok(!isRegistry(`registry.example/${"a".repeat(198)}`));
  });
});
