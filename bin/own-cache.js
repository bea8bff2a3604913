"use strict";
const {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require("node:fs");
const { homedir } = require("node:os");
const { isAbsolute, join } = require("node:path");

/**
 * The folder for code that one process makes and the next runs; undefined where there is none. The temporary folder is
 * everybody's: under a name that can be guessed, another user could put code there for this one to run.
 */
const ownCache = (() => {
  try {
    const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "turnout");
    if (!isAbsolute(folder)) return undefined; // a folder of wherever the command is run: a clone may come with one
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { mode, uid } = lstatSync(folder);
    return uid === process.getuid() && (mode & 0o022) === 0 ? folder : undefined;
  } catch {
    return undefined; // no home, or one that can't be written; or Windows
  }
})();

const folder = ownCache && join(ownCache, "code");

/** A file's content, made and kept by an earlier process; undefined where there is none. */
function kept(name) {
  try {
    return folder && readFileSync(join(folder, name));
  } catch {
    return undefined;
  }
}

const week = 7 * 24 * 3600 * 1000;

/** Keeps a file for a week. @returns its content. */
function keep(name, content) {
  try {
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(folder))
      if (statSync(join(folder, file)).mtimeMs < Date.now() - week) rmSync(join(folder, file));
    // Beside, and renamed: neither two processes at once nor a killed one leave half a file.
    const beside = join(folder, `${name}.${process.pid}`);
    writeFileSync(beside, content);
    renameSync(beside, join(folder, name));
  } catch {
    // No such folder, or a full disk: the next process makes it again.
  }
  return content;
}

module.exports = { ownCache, keep, kept };
