import { z } from "zod";
import { error, tree, whole, type Contradiction, type Unchecked } from "../problems/schema";

/** A HorizontalPodAutoscaler keeps the active color between `replicas` and `maxReplicas`. */
export const autoscalingSchema = z.strictObject(
  {
    maxReplicas: whole(1, 1000, "set how many pods the active color may have at most"),
    /** Of the CPU that the pods request, on average. */
    cpuPercent: whole(1, 100, "set at which use of its CPU the active color gets more pods").default(70),
  },
  error("must hold maxReplicas; write it as { maxReplicas: 10 }"),
);

export type Autoscaling = z.output<typeof autoscalingSchema>;

export function autoscalingProblems({ autoscaling, replicas }: Unchecked): Contradiction[] {
  const { maxReplicas } = tree(autoscaling);
  if (!Number.isInteger(maxReplicas) || !Number.isInteger(replicas)) return [];
  const [most, least] = [Number(maxReplicas), Number(replicas)];
  if (most >= least) return [];
  return [
    {
      path: ["autoscaling", "maxReplicas"],
      value: most,
      rule: `must be at least replicas (${least}), which are what it starts from; set it to ${least} or more`,
    },
  ];
}
