/** An image in a repository, as ECR's lifecycle policies see it. */
export interface StoredImage {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly ageDays: number;
  /** Digests that an image index is made of. */
  readonly refersTo?: readonly string[];
}

export interface LifecycleRule {
  readonly rulePriority: number;
  readonly selection: {
    readonly tagStatus: string;
    readonly tagPrefixList?: readonly string[];
    readonly tagPatternList?: readonly string[];
    readonly countType: string;
    readonly countNumber: number;
  };
}

/**
 * The digests that a policy removes, as AWS documents its evaluator ("Lifecycle policy evaluation rules" in
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html):
 * - a list of prefixes or patterns selects an image when each of them fits any of its tags;
 * - every rule counts all images it selects, also those that another one removes;
 * - an image whose tags fit a rule can't be removed by one of lower priority;
 * - what an image index refers to can't be removed before the index.
 */
export function expired(
  rules: readonly LifecycleRule[],
  images: readonly StoredImage[],
): ReadonlySet<string> {
  const byPriority = [...rules].sort((a, b) => a.rulePriority - b.rulePriority);
  const marked = new Set<string>();
  byPriority.forEach((rule, index) => {
    const stronger = byPriority.slice(0, index);
    for (const image of tooMany(rule, images.filter(selectedBy(rule))))
      if (!stronger.some((other) => selectedBy(other)(image))) marked.add(image.digest);
  });
  const kept = images.filter(({ digest }) => !marked.has(digest)).flatMap(({ refersTo = [] }) => refersTo);
  return new Set([...marked].filter((digest) => !kept.includes(digest)));
}

function selectedBy({ selection }: LifecycleRule): (image: StoredImage) => boolean {
  const { tagStatus, tagPrefixList = [], tagPatternList = [] } = selection;
  const wanted = [...tagPrefixList.map((prefix) => `${prefix}*`), ...tagPatternList].map(
    (pattern) => new RegExp(`^${pattern.split("*").map(literally).join(".*")}$`),
  );
  switch (tagStatus) {
    case "any":
      return () => true;
    case "untagged":
      return ({ tags }) => tags.length === 0;
    case "tagged":
      if (wanted.length === 0) throw new Error("ECR refuses a rule for tagged images without tags.");
      return ({ tags }) => wanted.every((pattern) => tags.some((tag) => pattern.test(tag)));
    default:
      throw new Error(`ECR knows no tagStatus ${tagStatus}.`);
  }
}

function tooMany({ selection }: LifecycleRule, selected: readonly StoredImage[]): readonly StoredImage[] {
  const { countType, countNumber } = selection;
  switch (countType) {
    case "sinceImagePushed":
      return selected.filter(({ ageDays }) => ageDays > countNumber);
    case "imageCountMoreThan":
      return [...selected].sort((a, b) => a.ageDays - b.ageDays).slice(countNumber);
    default:
      throw new Error(`This evaluator knows no countType ${countType}.`);
  }
}

const literally = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
