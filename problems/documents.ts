import { basename, dirname, join } from "node:path";

/** Folder of the running code: a clone, or `dist` of the package. */
export const codeFolder = join(__dirname, "..");

/** Whether this is the package that a project has installed, and no clone. */
export const isPackage = basename(codeFolder) === "dist";

/** Folder of package.json and docs/. */
export const home = isPackage ? dirname(codeFolder) : codeFolder;

/** A document as a person finds it from the project's folder: the package brings its own along. */
export const documentAt = (path: `docs/${string}`): string =>
  isPackage ? `node_modules/turnout/${path}` : path;
