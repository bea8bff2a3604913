import type { Rule } from "../../settings/rule";
import { notKnown } from "../inputs";
import { containersOf, inside, podSpecs } from "../pod-specs";
import { placeOf, type ResourceRule } from "../resource";

const digest = /@sha256:[0-9a-f]{64}$/;
/** A content tag (settings/content-tag.ts) of a registry whose tags never move: ECR as the platform makes it, or local. */
const contentTag =
  /^(\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?|localhost(:\d+)?)\/[\w./-]+:[0-9a-f]{16}$/;

const rule: Rule =
  "must be pinned by its digest, or by a content tag in ECR or localhost; set build for the application, or write it as registry/name@sha256:…";

/** Images of pods by digest or by a tag that is made of their content: the same name is always the same image. */
export const pinnedImage: ResourceRule = (resource) =>
  podSpecs(resource)
    .flatMap(containersOf)
    .filter(({ container: { image } }) => image !== notKnown && !isPinned(image))
    .map(({ path, container: { image } }) => ({
      path: placeOf(resource, inside(path, "image")),
      value: image,
      rule,
    }));

const isPinned = (image: unknown): boolean =>
  typeof image === "string" && (digest.test(image) || contentTag.test(image));
