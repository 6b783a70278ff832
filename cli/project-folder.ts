import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { UserError } from "../engine/errors.ts";

/** The folder to work in, as an absolute path. @throws UserError `bad_input` where it is none: a mistyped one must not be made by writing into it */
export async function projectFolder(cwd = "."): Promise<string> {
  const folder = resolve(cwd);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return folder;
  throw new UserError("bad_input", `${folder} is ${found === undefined ? "not there" : "no folder"}.`, "Give the project's folder with --cwd.");
}
