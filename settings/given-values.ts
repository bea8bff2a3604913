import * as z from "zod";
import { type Path, type Problem, sentence, withoutStack, written } from "../problems/problem";
import { beside, problemsOf, strict, tree, whole } from "../problems/schema";
import { type Application, variableProblems } from "./application";
import { lostKeys, plain, withoutText } from "./checked";
import { resourcesSchema, variables } from "./pod";

/** In place of an application's name: every application. */
const every = "*";

/** Quotes around an Output would make another text of it. */
const asText = "write it as { DATABASE_PORT: pulumi.interpolate`${database.port}` }";

const givenSchema = strict(
  {
    env: variables("{ QUEUE_URL: queue.url }", asText),
    secrets: variables("{ TOKEN: token.result }", asText),
  },
  "must hold env, secrets or both; write it as { env: { QUEUE_URL: queue.url } }",
).superRefine(...beside(({ env, secrets }) => variableProblems(tree(env), tree(secrets))));

const schema = strict(
  {
    applications: z
      .record(z.string(), givenSchema.optional(), {
        error:
          "must map names of applications to values; write it as { web: { env: { QUEUE_URL: queue.url } } }",
      })
      .default({}),
    room: resourcesSchema
      .extend({ pods: whole(1, 1000, "give the number of pods that the function declares at most") })
      .optional(),
  },
  "must be an object; return { applications: { web: { env: { QUEUE_URL: queue.url } } } }",
);

/** What a project's environment function returned, every Output in it awaited. */
export interface Returned {
  readonly value: unknown;
  /** Paths of secrets. */
  readonly secrets: readonly Path[];
  /** Paths of values that only an update knows; a text stands for each of them. */
  readonly unknown: readonly Path[];
}

/** An environment's applications with the values that its function gave them. */
export interface WithGiven {
  readonly applications: readonly Application[];
  /** Names of an application's variables and secrets whose values only an update knows. */
  readonly unknown: Readonly<Record<string, readonly string[]>>;
  /** Room for pods that the function declares, in the namespace's quota. */
  readonly room?: z.output<typeof schema>["room"];
}

/**
 * Applications with the values that the environment function gave them beside those of their settings.
 *
 * @throws Error with a sentence for every problem; a secret is in none.
 */
export function withGiven(applications: readonly Application[], returned: Returned): WithGiven {
  const raw = plain(returned.value ?? {});
  const lost = lostKeys(raw).map((problem) => ({
    ...problem,
    path: problem.path.replace("turnout:", "environment()."),
  }));
  const parsed = schema.safeParse(raw, { reportInput: true });
  const problems = [
    ...lost,
    ...misplaced(returned),
    ...(parsed.success
      ? clashes(applications, parsed.data.applications)
      : problemsOf(parsed.error, raw, wording(returned))),
  ];
  if (problems.length > 0 || !parsed.success)
    throw withoutStack(new Error(problems.map(sentence).join("\n")));
  const { applications: given, room } = parsed.data;
  return {
    applications: applications.map((application) => {
      const [all, own] = [given[every], given[application.name]];
      return {
        ...application,
        env: { ...application.env, ...all?.env, ...own?.env },
        secrets: { ...application.secrets, ...all?.secrets, ...own?.secrets },
      };
    }),
    unknown: Object.fromEntries(
      applications.map(({ name }) => [name, namesIn(returned.unknown, name)] as const),
    ),
    room,
  };
}

const place = (path: Path): string => `environment()${path.length === 0 ? "" : `.${written(path)}`}`;

const startsWith = (path: Path, start: Path) => start.every((key, index) => path[index] === key);

const wording = ({ secrets }: Returned) => ({
  written: place,
  shown: (path: Path, value: unknown) => {
    if (path.includes("secrets") || secrets.some((secret) => startsWith(path, secret))) return "[secret]";
    return path[0] === "room" ? value : withoutText(value);
  },
});

/** Names of the values at these paths that an application gets, sorted. */
const namesIn = (paths: readonly Path[], application: string): string[] =>
  paths
    .filter(([root, to]) => root === "applications" && (to === every || to === application))
    .map((path) => String(path[3]))
    .sort();

function misplaced({ secrets }: Returned): Problem[] {
  return secrets
    .filter((path) => path[0] === "applications" && path[2] === "env")
    .map((path) => ({
      path: place(path),
      value: "[secret]",
      rule: "must not be a secret, for values in env are plain text in pods and state; return it in secrets",
    }));
}

type Given = Readonly<Record<string, z.output<typeof givenSchema> | undefined>>;

/** Names that an application would have twice, and names that are no application's. */
function clashes(applications: readonly Application[], given: Given): Problem[] {
  const names = applications.map(({ name }) => name);
  return Object.entries(given).flatMap(([to, values]): Problem[] => {
    if (values === undefined) return [];
    if (to !== every && !names.includes(to))
      return [
        {
          path: place(["applications", to]),
          value: values,
          rule: `must be the name of an application (${names.join(", ")}) or "*" for all of them; correct the name`,
        },
      ];
    const receivers = applications.filter(({ name }) => to === every || name === to);
    return (["env", "secrets"] as const).flatMap((part) =>
      Object.keys(values[part]).flatMap((variable): Problem[] => {
        const problem = (rule: Problem["rule"]) => [
          {
            path: place(["applications", to, part, variable]),
            value: part === "env" ? "[text]" : "[secret]",
            rule,
          },
        ];
        const taken = receivers.find(
          (one) => Object.hasOwn(one.env, variable) || Object.hasOwn(one.secrets, variable),
        );
        if (taken !== undefined)
          return problem(`must not be in the settings of ${taken.name} as well; remove one of the two`);
        const general = to === every ? undefined : given[every];
        return general && (Object.hasOwn(general.env, variable) || Object.hasOwn(general.secrets, variable))
          ? problem(`must not be given to all applications as well; remove one of the two`)
          : [];
      }),
    );
  });
}
