import { posix } from "node:path";
import type { Clause } from "./clauses.ts";
import { existsIn, MARK_OR_WORD, NotUnderstood, parsePath, type Reading, readPath, readPlace } from "./scope.ts";

const ARROW = "(?:to|into|as|->|=>|→)";
const KIND = "(?:function|variable|class|method|constant|const|property|field|member|type|type alias|interface|enum|parameter|argument|symbol|identifier|local|export|component|hook|getter|setter|namespace)";
const RENAME = new RegExp(`^rename (?:(?:(?:all )?(?:occurrences|uses|usages|references) of )?(?:the )?(?:(?<kind>${KIND})(?: named| called)? )?(?:the )?(?<file>files? )?)(?<from>${MARK_OR_WORD})(?: (?:${KIND}))? ${ARROW} (?<to>${MARK_OR_WORD})(?: (?<place>.+))?$`, "i");
const MOVE = new RegExp(`^(?:move|relocate) (?:the )?(?:files? |modules? )?(?<from>${MARK_OR_WORD})(?: file)? (?:to|into|under|->|=>|→) (?<to>(?:the )?(?:(?:folder|directory) )?${MARK_OR_WORD}(?: (?:folder|directory))?)$`, "i");
const NAME = /^(?:[\w./@-]+#)?[\p{ID_Start}$_#][\p{ID_Continue}$]*(?:\.#?[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;
const SOURCE_FILE = /\.(?:[cm]?[jt]sx?|json)$/i;

/** "rename foo to bar in src/a.js"; with file names it is a move. */
export function readRename(text: string, reading: Reading): Clause | undefined {
  const groups = RENAME.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { kind, from = "", to = "", file, place } = groups;
  const asFile = kind === undefined && (file !== undefined || isFile(from, reading));
  if (asFile) {
    if (place !== undefined) throw new NotUnderstood();
    const source = readPath(from, reading);
    const target = parsePath(to, reading);
    if (target === undefined) throw new NotUnderstood();
    return moveClause(source, target.includes("/") ? target : posix.join(posix.dirname(source), target), reading);
  }
  const name = nameOf(from, reading);
  const newName = nameOf(to, reading);
  if (name === undefined || newName === undefined) throw new NotUnderstood();
  const scope = readPlace(place, reading);
  const [path, ...more] = scope.paths ?? [];
  if (more.length > 0) throw new NotUnderstood("A name can be renamed starting from one file or folder, not from several.");
  const owner = name.slice(0, name.lastIndexOf(".") + 1);
  const bare = owner !== "" && newName.startsWith(owner) ? newName.slice(owner.length) : newName;
  // A rename follows the name, not a folder: another clause's scope is not its own.
  return { refactoring: { name: "rename_symbol", from: name, to: bare, ...(path === undefined ? {} : { path }) }, scope: { ...scope, said: true } };
}

/** "move src/a.js to lib/b.js" or to a folder. */
export function readMove(text: string, reading: Reading): Clause | undefined {
  const groups = MOVE.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { from = "", to = "" } = groups;
  const parsed = parsePath(from, reading);
  if (parsed === undefined || !(SOURCE_FILE.test(parsed) || reading.files?.includes(parsed) === true)) throw new NotUnderstood();
  const source = readPath(from, reading);
  const target = parsePath(to, reading);
  if (target === undefined) throw new NotUnderstood();
  const word = reading.wording.quoted(to) ?? to;
  const folder = /[\\/]$/.test(word) || /\b(?:folder|directory)\b/i.test(to) || !posix.basename(target).includes(".") || (reading.files !== undefined && !reading.files.includes(target) && existsIn(reading.files, target));
  return moveClause(source, folder ? posix.join(target, posix.basename(source)) : target, reading);
}

function moveClause(from: string, to: string, { files }: Reading): Clause {
  if (files !== undefined && !files.includes(from)) throw new NotUnderstood(`"${from}" is a folder; files can be moved one at a time.`);
  if (from === to) throw new NotUnderstood("Both names are the same.");
  if (!posix.basename(to).includes(".")) throw new NotUnderstood(`"${to}" has no file extension.`);
  return { refactoring: { name: "move_file", from, to }, scope: { paths: undefined, said: true } };
}

function isFile(word: string, reading: Reading): boolean {
  const path = parsePath(word, reading);
  return path !== undefined && !path.includes("#") && (reading.files?.includes(path) === true || SOURCE_FILE.test(path));
}

function nameOf(word: string, { wording }: Reading): string | undefined {
  const name = (wording.quoted(word) ?? word).replace(/\(\)$/, "");
  return NAME.test(name) ? name : undefined;
}
