import * as pulumi from "@pulumi/pulumi";
import { awsProvider } from "../components/aws-provider";
import { State } from "../components/state/state";
import { checkAccount } from "../settings/account-guard";
import type { RecordedState } from "../settings/recorded-state";
import type { StateSettings } from "../settings/settings";
import { awsTags } from "./aws-tags";

/** Where the state of all other stacks is kept, and the key that keeps their secrets (docs/state.md). */
export function state({ aws }: StateSettings, recorded: RecordedState) {
  checkAccount(pulumi.getStack(), recorded.account, aws);
  const { account, region } = aws;
  const { backendUrl, secretsProvider } = new State(
    "state",
    { account, region },
    { provider: awsProvider(aws, awsTags()) },
  );
  return { backendUrl, secretsProvider };
}
