import { z } from "zod";
import { error, text } from "../problems/schema";

/** Variables of a container: names and texts. */
export const variables = (example: string) =>
  z
    .record(
      text(
        /^[A-Za-z_][A-Za-z0-9_]*$/,
        "must be a name of letters, digits and _ that does not start with a digit; rename the variable",
      ),
      z.string(error(`must be text; put quotes around it, as in ${example}`)),
      error(`must map names to text; write it as ${example}`),
    )
    .default({});
