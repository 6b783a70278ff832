// Writes docs/tools.md from the tools that the agent offers: node scripts/tools-reference.ts
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./paths.ts";
import { toolsReference } from "./docs/tools-reference.ts";

writeFileSync(join(repositoryRoot, "docs", "tools.md"), toolsReference());
