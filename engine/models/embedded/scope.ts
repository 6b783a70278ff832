import { MARK, type Wording } from "./wording.ts";

/** Which files a clause speaks of; `paths` undefined and `said` false: it does not say, so another clause's scope may count for it. */
export interface Scope {
  readonly paths: readonly string[] | undefined;
  readonly said: boolean;
}

/** Why a clause that reads like a known one is not performed. */
export class NotUnderstood extends Error {}

/** What reading a clause needs to know. */
export interface Reading {
  readonly wording: Wording;
  /** The workspace's files, where they are known: a path must then exist. */
  readonly files: readonly string[] | undefined;
}

export const UNSAID: Scope = { paths: undefined, said: false };
const WHOLE: Scope = { paths: undefined, said: true };

const DETERMINERS = /^(?:(?:all|each|every|any)(?: of)?|the|this|my|our|these|those|its|whole|entire|current|existing|remaining|complete) /i;
const EVERYTHING = /^(?:everything|all|this|it|(?:code ?base|code|source|source code|sources?|projects?|repo(?:sitory)?|workspace|package|library|app(?:lication)?|folder|directory)(?: files| code)?|(?:source )?files|everywhere)$/i;
const PLACE = /^(?:only |just )?(?:in|inside|within|under|for|of|from|on|across|throughout|below) (.+)$/i;
const BARE_PATH = /^(?:\.\/)?[\w@.+-]+(?:[\\/][\w@.+-]+)*[\\/]?$/;
const FOLDER_WORD = "(?:folder|directory|dir|files?|module|subfolder)";

/** The scope that words after a clause give ("in src and lib", "everywhere", nothing). @throws NotUnderstood for anything else. */
export function readPlace(words: string | undefined, reading: Reading): Scope {
  const said = words?.trim() ?? "";
  if (said === "") return UNSAID;
  if (/^(?:everywhere|throughout)$/i.test(said)) return WHOLE;
  const place = PLACE.exec(said)?.[1];
  if (place === undefined) throw new NotUnderstood();
  return readTarget(place, reading);
}

/** The scope that an object gives ("this codebase", "all JavaScript files in lib", "src/a.js"); `nouns` are words that mean all of it. */
export function readTarget(words: string, reading: Reading, nouns?: RegExp): Scope {
  let rest = words.trim();
  while (DETERMINERS.test(rest)) rest = rest.replace(DETERMINERS, "").trim();
  if (EVERYTHING.test(rest) || EVERYTHING.test(words.trim()) || nouns?.test(rest) === true) return WHOLE;
  const placed = /^(.+?) ((?:in|inside|within|under|from|of|across|throughout) .+)$/i.exec(rest);
  if (placed?.[1] !== undefined && (EVERYTHING.test(placed[1]) || nouns?.test(placed[1]) === true)) return readPlace(placed[2], reading);
  return { paths: rest.split(/\s*,\s*(?:and )?|\s+(?:and|&)\s+/).map((part) => readPath(part, reading)), said: true };
}

/** A path that exists, as far as that is known. @throws NotUnderstood when the words are no path of this workspace. */
export function readPath(words: string, reading: Reading): string {
  const { files } = reading;
  const path = parsePath(words, reading);
  if (path === undefined) throw new NotUnderstood();
  if (files !== undefined && !existsIn(files, path)) throw new NotUnderstood(`There is no file or folder "${path}" in this workspace.`);
  return path;
}

/** Words as a workspace-relative POSIX path without a slash at the end; undefined when they are none. */
export function parsePath(words: string, { wording }: Reading): string | undefined {
  const bare = words
    .trim()
    .replace(new RegExp(`^(?:the )?(?:${FOLDER_WORD} )?`, "i"), "")
    .replace(new RegExp(` ${FOLDER_WORD}$`, "i"), "");
  const text = wording.quoted(bare) ?? (BARE_PATH.test(bare) ? bare : undefined);
  const path = text?.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "").replace(/\/+$/, "");
  return path === undefined || path === "" || path.startsWith("/") || /^[A-Za-z]:/.test(path) || path.split("/").includes("..") ? undefined : path;
}

export function existsIn(files: readonly string[], path: string): boolean {
  return files.some((file) => file === path || file.startsWith(`${path}/`));
}

export const MARK_OR_WORD = `(?:${MARK}|\\S+)`;
