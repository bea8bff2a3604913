import { AWS } from "./aws-names";
import type { CloudOptions, Functions, SimulatedCloud } from "./simulated-cloud";
import type { Properties } from "./wire-value";

/** A pushed image among the objects of the simulated AWS, by `repository:tag`; no program declares one. */
export const PUSHED = "aws:ecr/image:Image";
export const REPOSITORY = "aws:ecr/repository:Repository";

/** Images that `aws ecr list-images` would show, as `repository:tag`. */
export const pushedImages = (aws: SimulatedCloud): string[] =>
  aws.list().flatMap(({ type, id }) => (type === PUSHED ? [id] : []));

/** Answers of the registry to look-ups of an image. */
export const registryFunctions: Functions = {
  "aws:ecr/getImages:getImages": ({ repositoryName, registryId = AWS.account }, all) => {
    if (!all.some(({ type, id }) => type === REPOSITORY && id === repositoryName))
      throw new Error(
        `RepositoryNotFoundException: The repository with name '${String(repositoryName)}' does not exist in the ` +
          `registry with id '${String(registryId)}'`,
      );
    const tags = all.flatMap(({ type, id }) => {
      const [repository, tag] = id.split(":");
      return type === PUSHED && repository === repositoryName ? [tag] : [];
    });
    return { repositoryName, registryId, imageIds: tags.map((imageTag) => ({ imageTag })) };
  },
};

/**
 * The package `docker-build`, whose builder pushes into the registry of a simulated AWS: a repository has to be there,
 * and a tag, once pushed, is never another image's.
 */
export const dockerBuild = (aws: () => SimulatedCloud): CloudOptions => ({
  version: "0.0.22",
  answers: {
    "docker-build:index:Image": {
      outputs: (inputs) => {
        const refs = inputs.tags as string[];
        for (const ref of refs) push(ref, aws());
        return { ref: refs[0], digest: `sha256:${"0".repeat(64)}` } satisfies Properties;
      },
    },
  },
});

function push(ref: string, aws: SimulatedCloud): void {
  const id = ref.slice(ref.indexOf("/") + 1);
  const [repository = "", tag = ""] = id.split(":");
  if (!aws.find(REPOSITORY, repository))
    throw new Error(`failed to push ${ref}: name unknown: The repository '${repository}' does not exist`);
  if (aws.find(PUSHED, id))
    throw new Error(
      `failed to push ${ref}: tag invalid: The image tag '${tag}' already exists in the '${repository}' repository ` +
        "and cannot be overwritten because the tag is immutable.",
    );
  aws.put({ type: PUSHED, id, properties: {} });
}
