/** Breaks of what a release decides and of how it is measured: promise, before, after. */
export const ofDecisions: readonly (readonly [promise: string, before: string, after: string])[] = [
  [
    "one color that isn't Ready is enough to wait for pods",
    "all.some(({ is }) => !is?.ready)",
    "all.every(({ is }) => !is?.ready)",
  ],
  [
    "a color that gets no more than it has is not asked for",
    "plan.weights[color] > shareIn(live.weights, color));",
    "plan.weights[color] >= shareIn(live.weights, color));",
  ],
  ["traffic goes to no color with fewer pods than planned", "if (it.replicas < replicas)", "if (false)"],
  [
    "a trial with a very small share of the traffic still counts as one",
    "Math.min(99, Math.max(1, Math.round",
    "Math.min(99, Math.max(0, Math.round",
  ],
  [
    "nothing goes back at once to fewer pods than the traffic needs",
    "if (idle.replicas < serving.replicas) return undefined;",
    "",
  ],
  [
    "nothing goes back at once to what was rejected",
    "|| idle.release === live.rejected) return undefined",
    ") return undefined",
  ],
  [
    "nothing goes back at once to what was never promoted",
    "if (idle.candidate || live.preview === to) return undefined;",
    "if (idle.candidate) return undefined;",
  ],
  [
    "a release that failed to come up is created again",
    "(replicas > 0 && !ready) || (recorded.preview === idle && !candidate)",
    "recorded.preview === idle && !candidate",
  ],
  [
    "asking twice to go back doesn't undo the first time",
    "![serving, recorded.rejected].includes(idle.release)",
    "![serving].includes(idle.release)",
  ],
  [
    "a rollback goes to nothing that failed before it was promoted",
    "recorded.preview !== other(active) &&",
    "",
  ],
  ["what was rejected isn't released again by itself", "rejected === undefined ? wanted : serving", "wanted"],
  [
    "a color that serves keeps its release, whatever the checkpoint says",
    "share === 0 || it === undefined || it.release",
    "it === undefined || it.release",
  ],
  [
    "a color that came back keeps the traffic against a trial",
    "shareIn(live.weights, from) > 0 && serves(live[from])",
    "false",
  ],
  [
    "pods of the template before don't count as Ready",
    "seen && pods <= updatedReplicas && Math.min(",
    "seen && Math.min(",
  ],
  [
    "a Deployment counts as Ready once its controller has seen it",
    "observedGeneration >= (deployment.metadata?.generation ?? 0)",
    "observedGeneration >= 0",
  ],
  [
    "a Deployment without a size has one pod",
    "deployment.spec?.replicas ?? 1",
    "deployment.spec?.replicas ?? 0",
  ],
  [
    "a candidate's mark counts for its own release only",
    "annotations.candidate] === release && {",
    "annotations.candidate] !== undefined && {",
  ],
  [
    "where the active color is gone, what serves beside it is active",
    "recorded[active] === undefined && weights[beside] > 0 && serves(recorded[beside]) ? beside : active",
    "active",
  ],
  ["an autoscaler takes no pods while the traffic comes back", '&& kind !== "abort"', ""],
  [
    "an abort goes back to as many pods as have the traffic",
    "wanted.autoscaled ? (tried?.replicas ?? 0) : 0",
    "0",
  ],
  [
    "a canary that gets less gives it back to enough pods",
    "share < now ? podsToGoBackTo(situation) : serving.replicas",
    "serving.replicas",
  ],
  [
    "two colors that take traffic are never both candidates",
    "// Two candidates that both take traffic could not be told apart.\n      { ...kept(serving, wanted, replicas, serving.ready), candidate: false }",
    "kept(serving, wanted, replicas, serving.ready)",
  ],
  [
    "a broken color doesn't hold up the release that repairs it",
    "{ ...kept(serving, wanted, serving.replicas, serving.ready), candidate: false },\n    ),\n    weights: shared(next",
    "{ ...kept(serving, wanted, serving.replicas, true), candidate: false },\n    ),\n    weights: shared(next",
  ],
  [
    "no color gives up pods in an update that moves traffic",
    "settled ? replicas : Math.max(replicas, color?.replicas ?? 0)",
    "replicas",
  ],
  [
    "a rollback brings the color back to its full size first",
    "kept(next, wanted, Math.max(wanted.replicas, next.replicas), true), {",
    "kept(next, wanted, next.replicas, true), {",
  ],
  ["a canary's next step is more than it has", "step > now) ?? 100", "step >= now) ?? 100"],
  [
    "a release that waits to be promoted begins without traffic",
    "autoPromote ? (canary?.steps[0] ?? 100) : 0",
    "canary?.steps[0] ?? 100",
  ],
  [
    "a release waits for its pods though it gets no traffic yet",
    '(kind === "release" && preview === color)',
    "false",
  ],
  [
    "a color that is gone from the cluster shows as drift",
    "if (was !== undefined && is === undefined)",
    "if (false)",
  ],
  ["a color with pods that isn't Ready shows as drift", "is.replicas > 0 && !is.ready ?", "false ?"],
  [
    "an answer from before the change shows no share of it",
    "release === to && at >= changed)",
    "release === to)",
  ],
  ["a share counts as moved only once the Gateway has taken it", "answers() && isTaken()", "answers()"],
  [
    "a row of answers that is too short in time shows no move",
    "(row.at(-1) ?? 0) - (row[0] ?? 0) >= quietMilliseconds",
    "true",
  ],
  ["an old release that hangs doesn't hide behind quick answers", "[...pending, Infinity]", "[Infinity]"],
  [
    "a 5xx of the new release shows no move",
    "sample.release === release && !failed(sample) && sample.at > lastOther",
    "sample.release === release && sample.at > lastOther",
  ],
  ["too few samples are a failure, not a pass", "if (!(samples >= minSamples))", "if (samples < 1)"],
  [
    "a share of failures that is no number does not pass",
    "good: errorPercent <= maxErrorPercent",
    "good: !(errorPercent > maxErrorPercent)",
  ],
  [
    "the p95 is of the slowest five in a hundred",
    "Math.ceil((95 * times.length) / 100) - 1",
    "Math.floor((95 * times.length) / 100) - 1",
  ],
  [
    "failures that name no release count against the one that is watched",
    "sample.release === release || (sample.release === undefined && failed(sample))",
    "sample.release === release",
  ],
  [
    "an old release's answer is the last only if a later request got the new one",
    "lastAsked(to) < at || lastAsked(to) <= lastAsked(from)",
    "lastAsked(to) < at",
  ],
  [
    "an answer that waited while this process was busy counts",
    "setTimeout(() => setImmediate(giveUp), timeoutMilliseconds)",
    "setTimeout(giveUp, timeoutMilliseconds)",
  ],
  [
    "a release's name can't carry markup",
    'typeof release === "string" && releaseForm.test(release)',
    'typeof release === "string"',
  ],
  [
    "a probe doesn't make up for a busy time with a burst",
    "Math.min(due - before, Math.max(1, requestsPerSecond / 10))",
    "due - before",
  ],
  ["no message shows Prometheus' password", 'base.username = base.password = "";', ""],
  ["names in PromQL can't end its strings", "/[\\\\\"'`\\p{Cc}]/gu", "/[\\p{Cc}]/gu"],
  ["a query that gives many series is refused", "if (more.length > 0)", "if (false)"],
  ["a route without weights counts as traffic in the diff", "{ name, weight = 1 }", "{ name, weight = 0 }"],
];
