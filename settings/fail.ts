import { InputPropertiesError } from "@pulumi/pulumi";
import { sentence, withoutStack, type Problem } from "../problems/problem";

/** All problems of the settings as one error of Pulumi's, without a stack: the user's file is wrong, not the code. */
export function settingsError(stack: string, problems: readonly Problem[]): InputPropertiesError {
  const count = problems.length === 1 ? "1 setting is" : `${problems.length} settings are`;
  return withoutStack(
    new InputPropertiesError({
      message: [
        `${count} wrong in stack ${stack}; nothing was changed:`,
        ...problems.map((problem) => `  ${sentence(problem)}`),
      ].join("\n"),
      errors: problems.map((problem) => ({ propertyPath: problem.path, reason: sentence(problem) })),
    }),
  );
}
