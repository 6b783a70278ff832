import { lstat, realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { UserError } from "../errors.ts";

/**
 * The absolute path of a workspace-relative POSIX `path`, proven to stay inside `root` after symbolic links are followed.
 * The file itself need not exist.
 * @throws UserError `not_permitted` for an absolute path, one that climbs out, one that a link leads out, or one into `.git`.
 */
export async function resolveInside(root: string, path: string): Promise<string> {
  const refuse = (why: string): never => {
    throw new UserError("not_permitted", `The path "${path}" ${why}.`, "Only files inside the open workspace can be read or changed.");
  };
  const parts = path.split(/[/\\]/);
  if (path === "" || path.includes("\0")) refuse("is not a file name");
  if (isAbsolute(path) || /^[A-Za-z]:/.test(path)) refuse("is absolute");
  if (parts.includes("..")) refuse("climbs out of its folder");
  if (parts.some((part) => part.toLowerCase() === ".git")) refuse("is inside .git");
  const realRoot = await realpath(root);
  const target = join(realRoot, ...parts);
  const existing = await realpath(await deepestExisting(target)).catch(() => refuse("goes through a broken link"));
  const inside = relative(realRoot, existing);
  if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) refuse("leads out of the workspace through a link");
  return target;
}

async function deepestExisting(path: string): Promise<string> {
  for (let current = path; ; current = dirname(current)) {
    const found = await lstat(current).then(
      () => true,
      () => false,
    );
    if (found || dirname(current) === current) return current;
  }
}
