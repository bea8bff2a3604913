/** Where a rule with a pattern puts the branch's slug into its stack and namespace. */
export const NAME = "<name>";

/** A template's name for one slug; a text without `<name>` stays as it is. */
export function render(template: string, slug: string): string {
  // A function, because a replacement text may hold `$&`.
  return template.replace(NAME, () => slug);
}

/** The value of `<name>` for which the template gives this text; undefined where there is none. */
export function nameIn(template: string, text: string): string | undefined {
  const [prefix, suffix] = ends(template);
  const fits =
    text.length > prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix);
  return fits ? text.slice(prefix.length, text.length - suffix.length) : undefined;
}

/**
 * A text that both templates can give, each with a slug of its own, or undefined where there is none.
 * Lengths are not looked at, so it may name a text that is too long: on the safe side.
 */
export function commonText(one: string, other: string): string | undefined {
  const [prefix, suffix] = ends(one);
  const [otherPrefix, otherSuffix] = ends(other);
  const text = longer(prefix, otherPrefix) + "x" + longer(suffix, otherSuffix);
  return [one, other].every((template) => isPlain(nameIn(template, text))) ? text : undefined;
}

function ends(template: string): [prefix: string, suffix: string] {
  const at = template.indexOf(NAME);
  return [template.slice(0, at), template.slice(at + NAME.length)];
}

function isPlain(name: string | undefined): boolean {
  return name !== undefined && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
}

function longer(a: string, b: string): string {
  return a.length > b.length ? a : b;
}

/** The pattern that matches all results of the templates: their common prefix up to its last `-`; undefined without one. */
export function commonPattern(templates: readonly string[]): string | undefined {
  const prefix = commonPrefix(templates.map(asPattern));
  const end = prefix.lastIndexOf("-");
  return end < 1 ? undefined : `${prefix.slice(0, end + 1)}*`;
}

/** A template as a pattern, `*` in the place of `<name>`. */
export const asPattern = (template: string) => render(template, "*");

function commonPrefix(texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  let length = first.length;
  for (const text of others) while (!text.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}
