import { z } from "zod";
import { beside, error } from "../problems/schema";
import { awsSchema } from "./aws";
import { awsProblems } from "./aws-problems";
import { common } from "./environment";

/** What a platform needs to know of an application: whether it has images to keep. */
const built = z.looseObject({ name: z.string(), build: z.string().optional() });

export const platformSchema = z
  .strictObject({
    ...common,
    domain: common.domain.default("localhost"),
    /** Set to false before the platform is destroyed: until then, nothing deletes what holds data or traffic. */
    protect: z
      .boolean(error("must be true or false; set false to let the platform be destroyed"))
      .default(true),
    applications: z.array(built).catch([]).default([]),
  })
  .superRefine(...beside(awsProblems));

/** Of the stack that keeps the state of all others. */
export const stateSchema = z.strictObject(
  { aws: awsSchema },
  error("must hold aws; write it as { account, region }"),
);
