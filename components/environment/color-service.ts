import { Service } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { type Color, labels as releaseLabels, serviceName } from "../../release/model";
import type { Application } from "../../settings/application";
import { selectorOf } from "./pod-template";

/**
 * The Service in front of one color, its selector fixed for ever: switching a selector behind an ALB
 * loses requests (docs/facts.md#changing-backends).
 */
export class ColorService extends Service {
  constructor(
    application: Application,
    color: Color,
    { namespace, labels }: { namespace: string; labels: Readonly<Record<string, string>> },
    options: pulumi.CustomResourceOptions,
  ) {
    const name = serviceName(application.name, color);
    super(
      name,
      {
        metadata: {
          name,
          namespace,
          labels: { ...labels, [releaseLabels.application]: application.name, [releaseLabels.color]: color },
          // Pulumi would wait for pods; those of an idle color may be none, and a release waits on its Deployment.
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
          type: "ClusterIP",
          selector: selectorOf(application.name, color),
          ports: [{ name: "http", port: 80, targetPort: "http", protocol: "TCP" }],
        },
      },
      options,
    );
  }
}
