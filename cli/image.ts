import { imageOnAws } from "../naming/aws";
import { inOneLine } from "../problems/problem";
import { contentTag, contextOf, imageOf } from "../program/content-tag";
import type { Subject } from "./subject";
import { UserError } from "./terminal";

/** `turnout image APPLICATION`: the image that a stack would run, for whoever builds or looks for it. */
export function runImage(name: string, subject: Subject, out: NodeJS.WritableStream): void {
  const { stack, settings, project } = subject;
  const { applications, aws, registry } =
    settings.role === "environment" ? settings : { applications: [], aws: undefined, registry: undefined };
  const application = applications.find((one) => one.name === name);
  if (application === undefined)
    throw new UserError(
      `Stack ${stack} has no application ${inOneLine(JSON.stringify(name))}: name one of ${applications.map((one) => one.name).join(", ") || "none"}.`,
    );
  const image =
    aws !== undefined && application.build !== undefined
      ? imageOnAws(aws, project.map.app, name, contentTag(contextOf(project.root, application)))
      : imageOf(application, project.root, registry);
  out.write(`${image}\n`);
}
