import assert from "node:assert/strict";
import { Progress } from "../../cli/progress";

describe("what an engine does, line by line", () => {
  let said: string[];
  let now: number;
  let progress: Progress;
  beforeEach(() => {
    [said, now] = [[], 0];
    progress = new Progress(
      (line) => said.push(line),
      () => now,
    );
  });

  const urn = "urn:pulumi:dev::turnout::a:b:C$kubernetes:apps/v1:Deployment::web-blue";
  const tell = (event: object) => {
    progress.on({ sequence: 1, timestamp: 1, ...event });
  };
  const warn = (message: string, severity = "warning") => {
    tell({ diagnosticEvent: { message, severity, color: "raw" } });
  };

  it("is a line when a step begins, and one when it ended", () => {
    tell({ resourcePreEvent: { metadata: { op: "update", urn } } });
    now = 1300;
    tell({ resOutputsEvent: { metadata: { op: "update", urn } } });
    assert.deepEqual(said, ["update Deployment web-blue …", "updated Deployment web-blue (1.3 s)"]);
  });

  it("is nothing where a step changes nothing, nor for a component", () => {
    tell({ resourcePreEvent: { metadata: { op: "same", urn } } });
    tell({
      resourcePreEvent: {
        metadata: {
          op: "create",
          urn: "urn:pulumi:dev::turnout::turnout:environment:Environment::environment",
        },
      },
    });
    assert.deepEqual(said, []);
  });

  it("has what the program threw outside of all that is waited for in a sentence, without its trace", () => {
    const trace = "\n    at module.exports (/x/index.ts:2:357)\n    at next (node:internal:1:1)";
    warn(`<{%reset%}>Unhandled exception: Error: no luck${trace}<{%reset%}>\n`, "error");
    warn(`Unhandled exception: TypeError: x is not\nhere${trace}`, "error");
    warn(`Unhandled exception: Error: The image\nis gone.${trace}`, "error");
    warn("Unhandled exception: no error", "error");
    const failed = (reason: string) =>
      `The program failed (${reason}): correct index.ts or what it loads, or restore it from git; \`DEBUG=turnout npx turnout diff\` shows where.`;
    assert.deepEqual(progress.errors, [
      failed("no luck"),
      failed("TypeError: x is not here"),
      "The image\nis gone.",
      failed("no error"),
    ]);
  });

  it("keeps errors, says warnings once, and leaves out the engine's colors", () => {
    warn("<{%reset%}>the pods are slow<{%reset%}>\n");
    warn("the pods are slow");
    warn("no such image", "error");
    assert.deepEqual([said, progress.errors], [["  the pods are slow"], ["no such image"]]);
  });

  /** The words of Pulumi 3.246. */
  const cutOff = (...steps: string[]) =>
    `<{%reset%}>Attempting to deploy or update resources with ${steps.length} pending operations from previous deployment.\n` +
    steps.map((step) => `  * ${step}\n`).join("") +
    "These resources are in an unknown state because the Pulumi CLI was interrupted while waiting for changes to these resources to complete. You should confirm whether or not the operations listed completed successfully by checking the state of the appropriate provider. For example, if you are using AWS, you can confirm using the AWS Console.\n\nOnce you have confirmed the status of the interrupted operations, you can repair your stack using `pulumi refresh` which will refresh the state from the provider you are using and clear the pending operations if there are any.\n\nNote that `pulumi refresh` will need to be run interactively to clear pending CREATE operations.<{%reset%}>\n";

  it("has one line for the engine's page on steps in the cluster that were cut off", () => {
    warn(
      cutOff(
        `${urn}, interrupted while updating`,
        "urn:pulumi:dev::turnout::kubernetes:core/v1:Service::web-green, interrupted while creating",
      ),
    );
    assert.deepEqual(said, [
      "  An earlier update was cut off while updating Deployment web-blue, creating Service web-green: how that ended is read from the cluster.",
    ]);
  });

  it("has the whole page where one of them was not in the cluster: it says what to do", () => {
    warn(
      cutOff(
        `${urn}, interrupted while updating`,
        "urn:pulumi:p::turnout::aws:ec2/vpc:Vpc::v, interrupted while creating",
      ),
    );
    assert.match(said.join(), /^ {2}Attempting to deploy .*aws:ec2\/vpc:Vpc::v.*`pulumi refresh`/s);
  });
});
