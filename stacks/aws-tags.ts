import * as pulumi from "@pulumi/pulumi";
import { branches } from "../branches";

/** What every AWS resource is tagged with, so that a bill and a console show whose it is. */
export const awsTags = (): Record<string, string> => ({
  "turnout:part-of": branches.app,
  "turnout:stack": pulumi.getStack(),
});
