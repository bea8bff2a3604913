import type { Base } from "../git/base";
import type { Repository } from "../git/repository";
import { UserError } from "./user-error";

/** The `--base` that declares nothing: everything is shown as new. */
export const nothing = "nothing";

/** @throws UserError where `ref` is no commit. */
export function chooseBase(repository: Repository, ref: string | undefined, usual: () => Base): Base {
  if (ref === undefined) return usual();
  if (ref === nothing) return {};
  const commit = repository.commit(ref);
  if (commit === undefined)
    throw new UserError(
      `--base ${ref} is no commit of this clone: name one, or fetch it with \`git fetch origin ${ref}\`.`,
    );
  return { commit };
}
