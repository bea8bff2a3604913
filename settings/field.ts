import { z } from "zod";
import { error, text } from "../problems/schema";

/** The path of a URL, on the application's own host: what follows // or /\ would be another host (URL Standard, §4.4). */
export const path = text(/^\/\S*$/, "must be a path that starts with /; write it as /healthz").refine(
  (value) => !/^\/[/\\]/.test(value),
  error("must be a path and not start with // or /\\, which lead to another host; write it as /healthz"),
);

/** What to run, word by word: no shell takes it apart. */
export const words = (example: string) =>
  z.array(
    z.string(error("must be text; put quotes around it")),
    error(`must be a list of words; write it as ${example}`),
  );
