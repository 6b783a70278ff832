import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { configurationJsonSchema } from "../engine/configuration/json-schema.ts";
import { repositoryRoot } from "./paths.ts";

// Run by hand after a change of the schema; a unit test compares the two.
await writeFile(join(repositoryRoot, "docs", "config.schema.json"), configurationJsonSchema());
