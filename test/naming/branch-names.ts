/**
 * Different branch names, the same ones every time: what teams really use, and beside each of them the names most
 * likely to be taken for it (other case, other separators, one character more at the end of a long name, accents,
 * a name that ends in somebody's hash, lone surrogates).
 */
export function branchNames(count: number): string[] {
  const random = numbers(20260101);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const word = () => pick(WORDS) + (random() < 0.3 ? String(Math.floor(random() * 10000)) : "");
  const names = new Set<string>();
  while (names.size < count) {
    const words = Array.from({ length: 1 + Math.floor(random() * 5) }, word);
    const name = pick(PREFIXES) + words.join(pick(SEPARATORS));
    names.add(name);
    names.add(pick(DISGUISES)(name, random));
  }
  return [...names].slice(0, count);
}

const PREFIXES = [
  "",
  "",
  "feature/",
  "fix/",
  "release/",
  "dependabot/npm_and_yarn/",
  "user/anna/",
  "JIRA-",
  "local-",
];
const SEPARATORS = ["-", "-", "/", "_", ".", "--", "-/", "@"];
const WORDS = (
  "add fix login checkout cart api v2 búsqueda größe поиск 検索 🚀 retry timeout blue green develop main master " +
  "staging prod branch local platform a b ab upgrade-typescript-to-the-newest-version refactor x"
).split(" ");

const DISGUISES: readonly ((name: string, random: () => number) => string)[] = [
  (name) => name.toUpperCase(),
  (name) => name.replaceAll("/", "-"),
  (name) => name.replaceAll("-", "_"),
  (name) => name.normalize("NFD"),
  (name) => `${name}-`,
  (name) => `${name}/`,
  (name) => name.padEnd(200, "x"),
  (name) => name.padEnd(201, "x"),
  (name, random) =>
    `${name}-${Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, "0")}`,
  (name) => `branch-${name}`,
  (_, random) => String.fromCharCode(...Array.from({ length: 12 }, () => Math.floor(random() * 0x10000))),
  (_, random) => Array.from({ length: 9 }, () => "!#$%&'()+,;=@"[Math.floor(random() * 13)]).join(""),
];

/** Mulberry32: small, and the same on every machine, unlike Math.random. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
