import { posix } from "node:path";

/** The relative imports of a file, without those of types only: a type can't break anything at run time. */
export function importsOf(file: string, text: string): string[] {
  const statements = /^(?:import|export)(?! type\b)[^;"]*"(\.[^"]+)"|\b(?:require|import)\("(\.[^"]+)"\)/gm;
  return [...text.matchAll(statements)].map(([, fixed, dynamic = ""]) =>
    posix.join(posix.dirname(file), fixed ?? dynamic),
  );
}

/** For each file those that import it. @param texts of all TypeScript files, by their paths. */
export function importersOf(texts: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, string[]>();
  for (const [file, text] of texts)
    for (const path of importsOf(file, text)) {
      const imported = [path, `${path}.ts`, posix.join(path, "index.ts")].find((each) => texts.has(each));
      if (imported !== undefined) importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
  return importers;
}

/** All files that reach one by imports of any length, the nearest first. */
export function reaching(file: string, importers: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = new Set([file]);
  // A set also iterates over what is added meanwhile.
  for (const each of reached) for (const importer of importers.get(each) ?? []) reached.add(importer);
  return [...reached].slice(1);
}

/** Test files in another order: first the one called like the file, then those of its folder, then all others. */
export function likeliest(file: string, specs: readonly string[]): string[] {
  const rank = (spec: string): number => {
    if (posix.basename(spec, ".test.ts") === posix.basename(file, ".ts")) return 0;
    return spec.startsWith(`test/${file.split("/", 1)[0] ?? ""}/`) ? 1 : 2;
  };
  return [...specs].sort((a, b) => rank(a) - rank(b));
}
