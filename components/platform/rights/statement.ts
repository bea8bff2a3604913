export type Condition = Readonly<Record<string, string | readonly string[]>>;

/** What a role may or may not do. `docs/aws-roles.md` gives every one of them with its reason. */
export interface Statement {
  readonly sid: string;
  readonly why: string;
  /** What a Deny names stays refused, whatever another statement allows. */
  readonly effect?: "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** By operator, as IAM writes them: all of them must hold. */
  readonly conditions?: Readonly<Record<string, Condition>>;
}

/** Actions of one service. */
export const prefixed = (service: string, actions: readonly string[]): string[] =>
  actions.map((action) => `${service}:${action}`);

/** The statements as the JSON that IAM takes; a managed policy holds 6,144 characters of it. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ sid, effect = "Allow", actions, resources, conditions }) => ({
      Sid: sid,
      Effect: effect,
      Action: actions,
      Resource: resources,
      ...(conditions && { Condition: conditions }),
    })),
  });
}
