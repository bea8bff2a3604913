import fc from "fast-check";
import assert from "node:assert/strict";
import { imageLifecycle, Registry, type RegistryArgs } from "../../../components/platform/registry";
import { contentTag } from "../../../program/content-tag";
import { ofKind, the } from "../declared";
import { expired, type LifecycleRule, type StoredImage } from "./lifecycle-evaluator";
import { recorded } from "./recorded";

describe("Registry", () => {
  const declare = (args: RegistryArgs) => recorded((options) => new Registry("registry", args, options));
  const repositories = ["smallcase/web", "smallcase/api"];

  it("keeps images of which a tag can't be moved, but for the cache's", async () => {
    const recording = await declare({ repositories });
    for (const name of repositories) {
      const { inputs } = the(recording, "Repository", name);
      assert.equal(inputs.name, name);
      assert.equal(inputs.imageTagMutability, "IMMUTABLE_WITH_EXCLUSION");
      assert.deepEqual(inputs.imageTagMutabilityExclusionFilters, [
        { filter: "cache*", filterType: "WILDCARD" },
      ]);
      assert.deepEqual(inputs.imageScanningConfiguration, { scanOnPush: true });
    }
  });

  it("gives each repository the lifecycle, and never empties one to delete it", async () => {
    const recording = await declare({ repositories });
    for (const name of repositories) {
      assert.deepEqual(the(recording, "LifecyclePolicy", name).inputs, {
        repository: name,
        policy: imageLifecycle(),
      });
      assert.ok(!("forceDelete" in the(recording, "Repository", name).inputs));
    }
  });

  it("protects images and their key, and neither less nor more", async () => {
    const { resources } = await declare({ repositories });
    const protectedOnes = resources.filter((each) => each.protect).map(({ type }) => type);
    assert.deepEqual(protectedOnes, [
      "aws:ecr/repository:Repository",
      "aws:ecr/repository:Repository",
      "aws:kms/key:Key",
    ]);
  });

  it("encrypts with a key of its own, which is renewed, or with the one it is given", async () => {
    const own = await declare({ repositories });
    assert.equal(the(own, "Key", "registry").inputs.enableKeyRotation, true);
    const [{ encryptionType }] = the(own, "Repository", "smallcase/web").inputs
      .encryptionConfigurations as unknown as [{ encryptionType: string }];
    assert.equal(encryptionType, "KMS");

    const kmsKey = "arn:aws:kms:eu-central-1:111122223333:key/given";
    const given = await declare({ repositories, kmsKey });
    assert.deepEqual(ofKind(given, "Key"), []);
    assert.deepEqual(the(given, "Repository", "smallcase/web").inputs.encryptionConfigurations, [
      { encryptionType: "KMS", kmsKey },
    ]);
  });
});

const byCount = (rulePriority: number, prefix: string): LifecycleRule => ({
  rulePriority,
  selection: {
    tagStatus: "tagged",
    tagPrefixList: [prefix],
    countType: "imageCountMoreThan",
    countNumber: 1,
  },
});

describe("the evaluator of lifecycle policies", () => {
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html, "Filtering on multiple rules"
  const images: StoredImage[] = [
    { digest: "A", tags: ["beta-1", "prod-1"], ageDays: 10 },
    { digest: "B", tags: ["beta-2", "prod-2"], ageDays: 9 },
    { digest: "C", tags: ["beta-3"], ageDays: 8 },
  ];

  it("comes to what AWS says of its own examples", () => {
    assert.deepEqual(expired([byCount(1, "prod"), byCount(2, "beta")], images), new Set(["A"]));
    assert.deepEqual(expired([byCount(1, "beta"), byCount(2, "prod")], images), new Set(["A", "B"]));
  });

  it("takes an image by a list of patterns only where each fits one of its tags", () => {
    const selection = { tagStatus: "tagged", countType: "sinceImagePushed", countNumber: 1 };
    const removed = (tagPatternList: string[]) => [
      ...expired([{ rulePriority: 1, selection: { ...selection, tagPatternList } }], images),
    ];
    assert.deepEqual(removed(["beta*", "*-2"]), ["B"]);
    assert.deepEqual(removed(["prod"]), []);
  });
});

describe("imageLifecycle", () => {
  const { rules } = imageLifecycle();
  const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 16, maxLength: 16 });
  const tag = fc.oneof(
    hex,
    fc.constantFrom("cache", "cache-main", "latest", "untagged"),
    fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,40}$/),
  );
  const ageDays = fc.integer({ min: 0, max: 10_000 });
  const others = fc.array(fc.record({ tags: fc.array(tag, { maxLength: 3 }), ageDays }), { maxLength: 60 });

  it("never removes an image with a content tag, whatever else is tagged on it and however old it is", () => {
    fc.assert(
      fc.property(hex, fc.array(tag, { maxLength: 4 }), ageDays, others, (content, more, age, rest) => {
        const running = { digest: "running", tags: [...more, content], ageDays: age };
        const images = [running, ...rest.map((image, index) => ({ ...image, digest: String(index) }))];
        assert.ok(!expired(rules, images).has("running"));
      }),
    );
  });

  it("never removes what an index with a content tag refers to: its images have no tag of their own", () => {
    fc.assert(
      fc.property(hex, ageDays, ageDays, (content, ofIndex, ofImage) => {
        const images = [
          { digest: "index", tags: [content], ageDays: ofIndex, refersTo: ["amd64"] },
          { digest: "amd64", tags: [], ageDays: ofImage },
        ];
        assert.equal(expired(rules, images).size, 0);
      }),
    );
  });

  it("keeps the tags that a build context really gets", () => {
    const images = [{ digest: "app", tags: [contentTag("app")], ageDays: 5000 }];
    assert.equal(expired(rules, images).size, 0);
  });

  it("removes a cache a week after the next one took its tag", () => {
    const images = [
      { digest: "now", tags: ["cache"], ageDays: 30 },
      { digest: "last week", tags: [], ageDays: 7 },
      { digest: "before", tags: [], ageDays: 8 },
    ];
    assert.deepEqual([...expired(rules, images)], ["before"]);
  });

  it("would lose an image in use by a rule for caches", () => {
    const images = [
      { digest: "running", tags: ["0123456789abcdef", "cache-main"], ageDays: 2 },
      { digest: "newer", tags: ["cache-dev"], ageDays: 1 },
    ];
    assert.ok(expired([byCount(1, "cache"), ...rules], images).has("running"));
  });
});
