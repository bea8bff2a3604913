import { error, text } from "../problems/schema";

/** Git's history, Turnout's own state with its passphrase, and packages. */
const closed = /(^|\/)(\.git|\.turnout|node_modules)(\/|$)/i;

/** An image's build context, relative to the project. */
export const build = text(
  /^(?!\/)(?!.*\.\.)[\w./-]+$/,
  "must be a folder inside this project; write it as app",
)
  // These could be left out of the tag, but not out of a `docker build` that somebody runs.
  .refine(
    (folder) => !/^\.(\/+\.)*\/*$/.test(folder),
    error(
      "must not be the whole project, which holds .git, .turnout with its passphrase, and node_modules; put the application into a folder of its own",
    ),
  )
  .refine(
    (folder) => !closed.test(folder),
    error(
      "must not be in .git, .turnout or node_modules, which are not the application's; put the application into a folder of its own",
    ),
  );
