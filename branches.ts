import type { BranchMap } from "turnout";

/**
 * Which branch becomes which environment: edit this table to fit your branches.
 *
 * About the names: smallcase-blue and smallcase-green are two environments (production and staging) of this example
 * that happen to have the names of colors. They have nothing to do with the blue and green of a release: every
 * environment has a blue and a green Deployment of its own, of which one takes the traffic.
 */
export const branches: BranchMap = {
  app: "smallcase",
  rules: [
    {
      branch: ["master", "main"],
      stack: "prod",
      namespace: "smallcase-blue",
      acceptsMergesFrom: "staging",
      life: "protected",
    },
    {
      branch: "staging",
      stack: "staging",
      namespace: "smallcase-green",
      acceptsMergesFrom: "develop",
      life: "kept",
    },
    {
      branch: "develop",
      stack: "dev",
      namespace: "smallcase-develop",
      acceptsMergesFrom: "anything",
      life: "kept",
    },
    {
      branch: "*",
      stack: "pr-<name>",
      namespace: "smallcase-<name>",
      acceptsMergesFrom: "nothing",
      life: { removeAfterDays: 14 },
    },
  ],
};
