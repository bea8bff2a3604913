import { join } from "node:path";
import { imageOnAws } from "../naming/image-on-aws";
import { contentTag, imageOf } from "../settings/content-tag";
import { settingsError } from "../settings/fail";
import { settingsOfStack } from "../settings/stack-settings";
import type { Project } from "./project";
import { subjectIn, type SubjectOptions } from "./subject";
import { UserError } from "./user-error";

/** `turnout image APPLICATION`: the image that a stack would run, for whoever builds or looks for it. */
export function runImage(
  name: string,
  options: SubjectOptions,
  project: Project,
  out: NodeJS.WritableStream,
): void {
  const { stack } = subjectIn(project, options);
  const parsed = settingsOfStack(project.root, stack);
  if ("problems" in parsed) throw settingsError(stack, parsed.problems);
  const { applications, aws } =
    parsed.settings.role === "environment" ? parsed.settings : { applications: [], aws: undefined };
  const application = applications.find((one) => one.name === name);
  if (application === undefined)
    throw new UserError(
      `Stack ${stack} has no application ${JSON.stringify(name)}: name one of ${applications.map((one) => one.name).join(", ") || "none"}.`,
    );
  const { build } = application;
  const folder = join(project.root, build ?? "");
  const image =
    aws !== undefined && build !== undefined
      ? imageOnAws(aws, project.map.app, name, contentTag(folder))
      : imageOf(application, folder);
  out.write(`${image}\n`);
}
