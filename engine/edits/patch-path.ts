import { PatchError } from "./patch-error.ts";

/**
 * A path of a patch as a workspace-relative POSIX path. Quotes, `./` and backslashes are taken for what they mean.
 * @throws PatchError `not_permitted` for an absolute path, one with a drive letter or a NUL, and one that climbs out.
 */
export function patchPath(written: string): string {
  const path = written.trim().replace(/^(["'`])(.*)\1$/, "$2").replaceAll("\\", "/");
  const refuse = (why: string): never => {
    throw new PatchError([{ path: written, reason: "path", text: `The path "${written}" ${why}.` }]);
  };
  if (path.includes("\0")) refuse("has a NUL");
  if (path.startsWith("/")) refuse("is absolute");
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts[0] === "~") refuse("is absolute");
  if (/^[A-Za-z]:/.test(parts[0] ?? "")) refuse("has a drive letter");
  if (parts.includes("..")) refuse("climbs out of its folder");
  if (parts.some((part) => part.toLowerCase() === ".git")) refuse("is inside .git");
  if (parts.length === 0 || path.endsWith("/")) refuse("names no file");
  return parts.join("/");
}
