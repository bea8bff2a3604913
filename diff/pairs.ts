import { type Inputs, isUnder } from "../kinds/kind";
import { isPreview } from "../kinds/kubernetes";
import { isOfCloud, kindOf, outputsOf } from "../kinds/lookup";
import { replaces } from "../kinds/replacement";
import { type Declared, isHidden, type Recording, type Value } from "../program/recording";
import { type Color, labels, serviceName } from "../release/model";
import type { Difference } from "./change";
import { inputDifferences } from "./differences";

/** A resource of the head, and the one of the base that it continues. */
export interface Pair {
  readonly before: Declared | undefined;
  readonly after: Declared;
  readonly differences: readonly Difference[];
}

/** Each resource of the head with the one of the base that it continues. */
export function pairsOf(base: Recording, head: Recording): readonly Pair[] {
  const old = new Map(base.resources.map((resource) => [resource.urn, resource]));
  const providers = new Map(head.resources.map(({ urn, inputs }) => [urn, inputs]));
  const pairs = head.resources.map((after) => {
    const before = predecessor(after, old, head);
    return { before, after, differences: differencesOf(before, after, providers) };
  });
  return withFollowUps(pairs, providers);
}

/** Whether it is deleted and created again. */
export const isReplaced = ({ differences }: Pair): boolean => differences.some((one) => one.replaces);

/** The resource of the base that this one continues: by URN, by alias, or by being the same object. */
function predecessor(
  after: Declared,
  old: ReadonlyMap<string, Declared>,
  head: Recording,
): Declared | undefined {
  const known = [after.urn, ...after.aliases]
    .map((urn) => old.get(urn))
    .find((before) => before !== undefined);
  if (known !== undefined) return known;
  const place = placeOf(after.inputs);
  const claimed = new Set(head.resources.map(({ urn }) => urn));
  return [...old.values()].find(
    (before) =>
      place !== undefined &&
      before.type === after.type &&
      placeOf(before.inputs) === place &&
      !claimed.has(before.urn),
  );
}

/** Instructions to the provider in an object's annotations: they only follow from what really changes. */
const isHandling = ({ path }: { path: string }) => path.startsWith('metadata.annotations["pulumi.com/');

/** The differences that count: a property in `ignoreChanges` stays as it was. */
function differencesOf(
  before: Declared | undefined,
  after: Declared,
  providers: ReadonlyMap<string, Inputs>,
): Difference[] {
  if (before === undefined) return [];
  const all = inputDifferences(after.type, before.inputs, after.inputs).filter(
    ({ path }) => !isUnder(path, after.ignoreChanges),
  );
  const differences = (all.every(isHandling) ? all : all.filter((one) => !isHandling(one))).map((one) => ({
    ...one,
    replaces:
      replaces(after.type, one, providers.get(after.provider ?? "")) ||
      isUnder(one.path, after.replaceOnChanges),
  }));
  // To the engine, another URN without an alias is another resource.
  return [after.urn, ...after.aliases].includes(before.urn)
    ? differences
    : [{ path: "urn", before: before.urn, after: after.urn, replaces: true }, ...differences];
}

/** A replaced resource has another id, so what holds that id may have to be replaced too; and so on. */
function withFollowUps(
  pairs: readonly Pair[],
  providers: ReadonlyMap<string, Inputs>,
  madeAgain: readonly Declared[] = [],
): readonly Pair[] {
  const followed = pairs.map((pair) => {
    if (pair.before === undefined || madeAgain.length === 0) return pair;
    const after = { ...pair.after, inputs: withMadeAgain(pair.after.inputs, madeAgain) };
    return { before: pair.before, after, differences: differencesOf(pair.before, after, providers) };
  });
  const found = followed.filter((pair) => isOfCloud(pair.after.type) && isReplaced(pair));
  if (found.length === madeAgain.length) return followed;
  return withFollowUps(
    pairs,
    providers,
    found.map(({ after }) => after),
  );
}

const again = (text: string) => `${text} (made again)`;

/**
 * The inputs with each id and ARN of a resource that is created again marked as another one: offline both are made of
 * names, which stay. Where the engine would see that a subnet's VPC is another, so does the diff.
 */
export function withMadeAgain(inputs: Inputs, madeAgain: readonly Pick<Declared, "type" | "name">[]): Inputs {
  const arns = madeAgain
    .map(({ type, name }) => outputsOf(type, name, {}).arn)
    .filter((arn) => typeof arn === "string");
  const isOther = (text: string, property: string) =>
    madeAgain.some(({ type, name }) => name === text && kindOf(type).idIn?.includes(property));

  const marked = (value: Value, property: string): Value => {
    if (typeof value === "string")
      return isOther(value, property)
        ? again(value)
        : arns.reduce((text, arn) => text.replaceAll(arn, again(arn)), value);
    if (Array.isArray(value)) return value.map((one: Value) => marked(one, property));
    if (typeof value !== "object" || value === null || isHidden(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, marked(part, key)]));
  };
  return marked(inputs, "") as Inputs;
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

interface Route {
  readonly metadata?: Metadata;
  readonly spec?: { readonly rules?: readonly { readonly backendRefs?: readonly Backend[] }[] };
}

interface Backend {
  readonly name?: string;
  readonly weight?: number;
}

type RouteInputs = Readonly<Record<string, Value>>;

/** An object's place in the cluster; a color's Service and Deployment share one. */
export function placeOf(inputs: RouteInputs): string | undefined {
  const { name, namespace = "" } = (inputs.metadata ?? {}) as Metadata;
  return name === undefined ? undefined : `${namespace}/${name}`;
}

/** The places that take traffic in a recording: the backends of a route with a weight. */
export function servingPlaces({ resources }: Recording): ReadonlySet<string> {
  const backends = new Set<string>();
  for (const { type, inputs } of resources) {
    const { metadata, spec } = inputs as unknown as Route;
    if (!type.endsWith(":HTTPRoute") || isPreview(metadata?.name ?? "")) continue;
    for (const { backendRefs = [] } of spec?.rules ?? [])
      for (const { name, weight = 1 } of backendRefs)
        // 1 is Gateway API's own default
        if (weight > 0) backends.add(`${metadata?.namespace ?? ""}/${name ?? ""}`);
  }
  const behind = resources.filter(({ inputs }) => backends.has(servicePlaceOf(inputs) ?? ""));
  return new Set([...backends, ...behind.flatMap(({ inputs }) => placeOf(inputs) ?? [])]);
}

/** The place of the Service in front of an object of a color; the name of a Secret has more in it than the color. */
function servicePlaceOf(inputs: RouteInputs): string | undefined {
  const { namespace = "", labels: own = {} } = (inputs.metadata ?? {}) as Metadata;
  const { [labels.application]: application, [labels.color]: color } = own;
  if (application === undefined || color === undefined) return undefined;
  return `${namespace}/${serviceName(application, color as Color)}`;
}
