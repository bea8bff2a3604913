import { z } from "zod";
import { error, whole } from "../problems/schema";
import { path } from "./field";

const probe = (defaultPeriod: number) =>
  z.strictObject(
    {
      path,
      periodSeconds: whole(1, 300, "give the seconds between two checks").default(defaultPeriod),
      failureThreshold: whole(1, 100, "give how many checks must fail in a row").default(3),
      timeoutSeconds: whole(1, 60, "give the seconds to wait for one answer").default(2),
    },
    error("must be a probe; write it as { path: /healthz }"),
  );

/** How a container is asked whether it is well. */
export const probesSchema = z.strictObject(
  {
    readiness: probe(2),
    liveness: probe(10),
    /** How long a container may take to start: only then is it asked whether it lives. */
    startupSeconds: whole(1, 900, "set how long a container may take to start").default(120),
  },
  error(
    "must hold readiness and liveness; write it as { readiness: { path: /readyz }, liveness: { path: /healthz } }",
  ),
);
