/** Breaks of an environment's objects, and of the checks around their changes: promise, before, after. */
export const ofEnvironments: readonly (readonly [promise: string, before: string, after: string])[] = [
  [
    "a color loses no pod before a new one is Ready",
    "rollingUpdate: { maxUnavailable: 0,",
    "rollingUpdate: { maxUnavailable: 1,",
  ],
  ["all new pods of a color come up at once", 'maxSurge: "100%" }', 'maxSurge: "25%" }'],
  [
    "a release's Secret stays for the pods that read it",
    "        retainOnDelete: true,\n      },\n    );\n    new PodDisruptionBudget(",
    "      },\n    );\n    new PodDisruptionBudget(",
  ],
  [
    "pods have their whole grace, and a minute, to end in",
    "`${application.shutdown.graceSeconds + 60}s`",
    "`${application.shutdown.graceSeconds}s`",
  ],
  ["a release fails once its time to be Ready is over", "update: `${seconds}s`", "update: `600s`"],
  ["a frozen color keeps its pod template", 'frozen ? ["spec.template"] : []', "[]"],
  [
    "a frozen color keeps the Secret that its pods read",
    'frozen ? ["metadata.name", "immutable", "stringData", "data"] : []',
    "[]",
  ],
  [
    "the engine never leaves an autoscaler's size out of a change",
    'frozen ? ["spec.template"] : []',
    'frozen ? ["spec.template", "spec.replicas"] : ["spec.replicas"]',
  ],
  ["a Secret never changes under the pods that read it", "        immutable: true,\n", ""],
  ["pods start only once their Secret is there", "      dependsOn: secrets,\n", ""],
  [
    "a node can be emptied: one pod may go",
    "spec: { maxUnavailable: 1, selector:",
    "spec: { maxUnavailable: 0, selector:",
  ],
  [
    "a Deployment says that it is stuck once its time is over",
    "progressDeadlineSeconds: application.readyTimeoutSeconds",
    "progressDeadlineSeconds: 600",
  ],
  [
    "pods that start before the engine gets to them are marked as never promoted",
    "annotations: { ...metadata.annotations, ...mark }",
    "annotations: metadata.annotations",
  ],
  [
    "pods wait for their image",
    "planned.templates !== undefined || images.brings(name)",
    "planned.templates !== undefined",
  ],
  [
    "a candidate is marked with its release",
    "...(candidate && { [annotations.candidate]",
    "...(false && { [annotations.candidate]",
  ],
  [
    "a Service doesn't wait for pods of an idle color",
    '            "pulumi.com/skipAwait": "true",\n            // Traefik',
    "            // Traefik",
  ],
  [
    "a load balancer takes the time of a health check only below its interval",
    "Math.min(interval - 1, 120,",
    "Math.min(interval, 120,",
  ],
  [
    "a load balancer checks no more often than it can",
    "Math.min(300, Math.max(5, periodSeconds))",
    "Math.min(300, periodSeconds)",
  ],
  [
    "a pod that fails twice gets no more requests",
    "unhealthyThresholdCount: 2",
    "unhealthyThresholdCount: 5",
  ],
  [
    "a route is attached to the one listener that takes traffic",
    "...(gateway.sectionName !== undefined && { sectionName: gateway.sectionName }),",
    "",
  ],
  [
    "a route keeps both colors as backends, whatever their weights",
    "backendRefs: colors.map(",
    "backendRefs: colors.filter((color) => weights[color] > 0).map(",
  ],
  [
    "traffic moves only once what it goes to is Ready",
    "dependsOn: [...this.services, ...after], ...this.hooks",
    "dependsOn: [...this.services], ...this.hooks",
  ],
  [
    "pods start behind a preview route that marks them as untried",
    "[...this.services, this.previewRoute, ...(this.route ?",
    "[...this.services, ...(this.route ?",
  ],
  [
    "pods start only in a namespace with its limits",
    "dependsOn: [...first, ...images.",
    "dependsOn: [...images.",
  ],
  [
    "only pods of Pod Security restricted get in",
    "labels: { ...labels, ...podSecurity, ...cloud?.namespaceLabels }",
    "labels: { ...labels, ...cloud?.namespaceLabels }",
  ],
  [
    "a pod answers on while load balancers hear of its end",
    "preStop: { sleep: { seconds: shutdown.preStopSeconds } }",
    "preStop: { sleep: { seconds: 0 } }",
  ],
  [
    "a pod is killed no sooner than its settings say",
    "terminationGracePeriodSeconds: shutdown.graceSeconds",
    "terminationGracePeriodSeconds: 30",
  ],
  [
    "a container can't write into its own root",
    'readOnlyRootFilesystem: true,\n            capabilities: { drop: ["ALL"] },',
    'readOnlyRootFilesystem: false,\n            capabilities: { drop: ["ALL"] },',
  ],
  [
    "a pod has no key to the cluster's API",
    "automountServiceAccountToken: false",
    "automountServiceAccountToken: true",
  ],
  [
    "a pod that starts slowly isn't killed for it",
    "initialDelaySeconds: probes.startupSeconds",
    "initialDelaySeconds: 0",
  ],
  [
    "a release waits for pods that are available",
    '"updatedReplicas", "availableReplicas"]',
    '"updatedReplicas"]',
  ],
  [
    "an autoscaler's color waits until the Deployment is Available",
    '&&@.conditions[?@.type=="Available"&&@.status=="True"]',
    "",
  ],
  [
    "a quota has room for the pods that come up beside the old ones",
    "blue + green + Math.max(blue, green)",
    "blue + green",
  ],
  [
    "a quota counts what a kept color still asks for",
    "planned > 0 ? recorded[color]?.resources : undefined",
    "undefined",
  ],
  ["an autoscaler takes no pods while traffic is elsewhere", 'mayShrink(plan) ? "Max" : "Disabled"', '"Max"'],
  [
    "only an idle color has pods taken away",
    "plan.active !== color && plan.colors[color].replicas <",
    "plan.colors[color].replicas <",
  ],
  [
    "pods go only once the traffic was seen to be gone",
    "if (!takesPodsAway(planned, color)) return;",
    "return;",
  ],
  [
    "pods stay where the move was not seen",
    "if (!moved) refuse(`${name} keeps its pods",
    "if (false) refuse(`${name} keeps its pods",
  ],
  [
    "before pods go the cluster is looked at once more",
    "await this.checkWorkload(planned, color);\n  }\n",
    "}\n",
  ],
  [
    "pods that the checkpoint doesn't know are not taken away",
    "if (autoscaled !== color) refuse(podsProblem(",
    "if (false) refuse(podsProblem(",
  ],
  [
    "a release that waited is tried before it gets traffic",
    '["shift", "promote"].includes(plan.kind) && recorded.weights',
    '["shift"].includes(plan.kind) && recorded.weights',
  ],
  [
    "all applications are looked at before the first route moves",
    "await (this.allReady ??= this.checkAll());",
    "await undefined;",
  ],
  [
    "all applications are looked at once, however many routes move",
    "await (this.allReady ??= this.checkAll());",
    "await this.checkAll();",
  ],
  [
    "pods have their security groups from the start",
    "[home, limits, ...(cloud?.beforePods(place, this, home) ?? [])]",
    "[home, limits]",
  ],
  ["a project's own resources are there before the pods", "after: [own]", "after: []"],
  [
    "a project's own resources wait for their namespace",
    "pulumi.mergeOptions(opts, { dependsOn: [...after] })",
    "opts",
  ],
  [
    "a release with a value that isn't known is none that is there",
    "unknown.length > 0 ? provisional(named) : named",
    "named",
  ],
  ["a secret of a project's own stays out of plain variables", "...misplaced(returned),", ""],
  [
    "a rollback in the cluster is not undone by a later update",
    "trafficProblem(application.name, live, plan) ?? moveProblem(application.name, live, planned)",
    "trafficProblem(application.name, live, plan)",
  ],
  [
    "an image that other stacks may run is never deleted",
    "// Other stacks may run it.\n        retainOnDelete: true,",
    "",
  ],
  [
    "an image that was pushed is not pushed again under its tag",
    'isPushed ? ["cacheFrom", "cacheTo", "noCache"] : []',
    "[]",
  ],
  [
    "every pod of an environment has its security groups",
    "podSelector: {},",
    "podSelector: { matchLabels: labels },",
  ],
  ["a text of a pod arrives as it is written", "command.map(literal)", "command"],
  ["a text that Kubernetes leaves alone keeps its release", "/\\$(?=[$(])/g", "/\\$/g"],
  ["a quantity that is written another way is no release", "[name, canonicalQuantity(text)]", "[name, text]"],
];
