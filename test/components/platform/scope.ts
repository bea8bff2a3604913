import type { CiScope } from "../../../components/platform/rights/statement";

/** An account whose CI deploys one cluster's environments. */
export const scope: CiScope = {
  account: "111122223333",
  region: "eu-central-1",
  cluster: "turnout",
  vpcId: "vpc-1",
  repositories: ["arn:aws:ecr:eu-central-1:111122223333:repository/smallcase/web"],
  zone: { id: "Z0123456789AB", domain: "shop.example" },
  state: { bucket: "turnout-state-111122223333-eu-central-1", keyAlias: "alias/turnout-state" },
  project: "turnout",
  app: "smallcase",
  platformStacks: ["platform", "state"],
  namespacePattern: "smallcase-*",
  alarmTopic: "arn:aws:sns:eu-central-1:111122223333:alarms",
};
