import { z } from "zod";
import { error, text } from "../problems/schema";

const id = (whose: string) =>
  text(
    /^[1-9]\d{0,18}$/,
    `must be a number in quotes; write the ${whose} id that GitHub's API gives`,
  ).optional();

/**
 * The repository whose workflows may use this account. Repositories made after 2026-07-15 name themselves in their
 * tokens with ids (docs/facts.md#github-tokens); without the ids here, any repository of that name is trusted in that
 * form.
 */
export const githubSchema = z.strictObject(
  {
    repository: text(/^[\w.-]+\/[\w.-]+$/, "must be owner/name; write it as example/shop"),
    ownerId: id("owner's"),
    repositoryId: id("repository's"),
  },
  error("must hold repository; write it as { repository: example/shop }"),
);
