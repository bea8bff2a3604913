import type { BranchMap } from "turnout";

/** Which branch becomes which environment: edit this table to fit your branches. */
export const branches: BranchMap = {
  app: "NAME",
  rules: [
    {
      branch: ["main", "master"],
      stack: "prod",
      namespace: "NAME-prod",
      acceptsMergesFrom: "staging",
      life: "protected",
    },
    {
      branch: "staging",
      stack: "staging",
      namespace: "NAME-staging",
      acceptsMergesFrom: "develop",
      life: "kept",
    },
    {
      branch: "develop",
      stack: "dev",
      namespace: "NAME-develop",
      acceptsMergesFrom: "anything",
      life: "kept",
    },
    {
      branch: "*",
      stack: "pr-<name>",
      namespace: "NAME-<name>",
      acceptsMergesFrom: "nothing",
      life: { removeAfterDays: 14 },
    },
  ],
};
