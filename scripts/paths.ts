import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod/mini";

/** The root folder of the repository. */
export const repositoryRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where the bundles are written. */
export const distFolder = join(repositoryRoot, "dist");

/** Where tests leave their logs, results and screenshots. */
export const testOutput = join(repositoryRoot, "test", "output");

/** Where what is built for one run of the tests lies. */
export const buildCache = join(repositoryRoot, ".cache");

/** Where what is set up once for all runs lies: `UNIFIED_DGM_CACHE`, by default `~/.cache/unified-dgm`. */
export const setupCache = z
  .pipe(z.optional(z.string()), z.transform((folder) => (folder === undefined || folder === "" ? join(homedir(), ".cache", "unified-dgm") : folder)))
  .parse(process.env["UNIFIED_DGM_CACHE"]);
