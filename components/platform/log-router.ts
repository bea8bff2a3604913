export interface LogRouterArgs {
  readonly region: string;
  /** Where the logs of all pods go; it has to be there, because the router may not create it. */
  readonly logGroup: string;
}

/**
 * What Fargate's own log router is told: data of the ConfigMap `aws-logging`. It is refused as a whole, and nothing is
 * logged, where it is longer than 5,300 characters, has an environment variable in it, or any section but these
 * (docs/facts.md#fargate-logs). Filter and parser are AWS's own, of the same page.
 */
export function logRouter({ region, logGroup }: LogRouterArgs): Record<string, string> {
  return {
    // The router's own log would go to a group that nobody made, without an end.
    flb_log_cw: "false",
    "filters.conf": text(
      section("FILTER", { Name: "parser", Match: "*", Key_name: "log", Parser: "crio" }),
      section("FILTER", {
        Name: "kubernetes",
        Match: "kube.*",
        Merge_Log: "On",
        Keep_Log: "Off",
        Buffer_Size: "0",
        Kube_Meta_Cache_TTL: "300s",
      }),
    ),
    "output.conf": text(
      section("OUTPUT", {
        Name: "cloudwatch_logs",
        Match: "kube.*",
        region,
        log_group_name: logGroup,
        // A stream is a container's: the prefix, then kube.var.log.containers.POD_NAMESPACE_CONTAINER-ID.log.
        log_stream_prefix: "pods-",
        auto_create_group: "false",
      }),
    ),
    "parsers.conf": text(
      section("PARSER", {
        Name: "crio",
        Format: "Regex",
        Regex: "^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>P|F) (?<log>.*)$",
        Time_Key: "time",
        Time_Format: "%Y-%m-%dT%H:%M:%S.%L%z",
      }),
    ),
  };
}

/** Keys must stand further in than their section, all by the same. */
function section(name: string, keys: Readonly<Record<string, string>>): string {
  return [`[${name}]`, ...Object.entries(keys).map(([key, value]) => `    ${key} ${value}`)].join("\n");
}

const text = (...sections: readonly string[]) => `${sections.join("\n")}\n`;
