import { AccessKey } from "@pulumi/aws/iam/accessKey";
import { User } from "@pulumi/aws/iam/user";
import { UserPolicy } from "@pulumi/aws/iam/userPolicy";
import { Queue } from "@pulumi/aws/sqs/queue";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentFunction } from "turnout";

/** A queue for each environment on AWS, with a key to it; elsewhere the one that is there. */
export const environment: EnvironmentFunction = ({ aws, parent }) => {
  new ConfigMap("flags", { metadata: { name: "flags" }, data: { beta: "on" } }, { parent });
  if (aws === undefined) return { applications: { "*": { env: { QUEUE_URL: "http://queue:9324/jobs" } } } };

  const queue = new Queue("jobs", { sqsManagedSseEnabled: true }, { parent });
  const user = new User("jobs", {}, { parent });
  const policy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["sqs:SendMessage", "sqs:ReceiveMessage"], Resource: [queue.arn] },
    ],
  });
  new UserPolicy("jobs", { user: user.name, policy }, { parent });
  const key = new AccessKey("jobs", { user: user.name }, { parent });
  return {
    applications: {
      "*": { env: { QUEUE_URL: queue.url } },
      web: { env: { AWS_ACCESS_KEY_ID: key.id }, secrets: { AWS_SECRET_ACCESS_KEY: key.secret } },
    },
  };
};
