import { z } from "zod";
import { error, text } from "../problems/schema";

/** Requests and limits alike. 256 MiB plus its own just fit Fargate's smallest size (docs/facts.md#fargate-sizes). */
export const resourcesSchema = z.strictObject(
  {
    cpu: text(/^([1-9]\d*m|[1-9]\d*)$/, "must be a CPU quantity; write it as 250m or 1").default("250m"),
    memory: text(/^[1-9]\d*(Mi|Gi)$/, "must be a memory quantity; write it as 256Mi or 1Gi").default("256Mi"),
  },
  error("must hold cpu and memory; write it as { cpu: 250m, memory: 256Mi }"),
);
