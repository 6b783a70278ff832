// Migrates each sample package, checks it with the real compiler, runs its own tests in the sandbox, and writes the table in docs/migration.md.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { migrateToTypeScript, type MigrationResult } from "../engine/language/migration/migrate.ts";
import { workspaceSource } from "../engine/language/workspace-source.ts";
import { repositoryRoot } from "./paths.ts";
import { main } from "./process/main.ts";
import { run } from "./process/run.ts";
import { runOwnTests, summarizeTests, writeEdits } from "./sample-tests.ts";
import { prepareSample, samples, type Sample } from "./sample.ts";

interface Row {
  readonly sample: Sample;
  readonly version: string;
  readonly report: MigrationResult["report"];
  readonly before: string;
  readonly after: string;
  readonly compilerErrors: number;
}

const documentPath = join(repositoryRoot, "docs", "migration.md");
const modules = join(repositoryRoot, "node_modules");

async function migrate(sample: Sample): Promise<Row> {
  const folder = join(await mkdtemp(join(tmpdir(), "unified-dgm-migration-")), sample.name);
  try {
    await prepareSample(sample.name, folder);
    const manifest = await readFile(join(folder, "package.json"), "utf8");
    const before = summarizeTests(await runOwnTests(folder, sample.test));
    const { edits, report } = await migrateToTypeScript({ source: await workspaceSource(folder, new Map()), progress: () => undefined });
    await writeEdits(folder, edits);
    // What npm install would bring with the new devDependencies.
    for (const name of ["@types/node", "undici-types"]) await cp(join(modules, name), join(folder, "node_modules", name), { recursive: true });
    const { output } = await run(process.execPath, [join(modules, "typescript", "bin", "tsc"), "-p", folder, "--pretty", "false"]);
    const compilerErrors = output.match(/error TS/g)?.length ?? 0;
    return { sample, version: /"version": "([^"]*)"/.exec(manifest)?.[1] ?? "", report, before, after: summarizeTests(await runOwnTests(folder, sample.test)), compilerErrors };
  } finally {
    await rm(dirname(folder), { recursive: true, force: true });
  }
}

const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)}%`;

function table(rows: readonly Row[]): string {
  const head = "| package | files | lines | seconds | declarations | of them `any` | `as any` | `!` | suppressed errors | `tsc` errors | `strict` | own tests before | after |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  const lines = rows.map(({ sample, version, report, before, after, compilerErrors }) =>
    `| ${[`${sample.name} ${version}`, report.files, report.lines, report.seconds.toFixed(0), report.declarations, `${report.anyDeclarations} (${percent(report.anyDeclarations, report.declarations)})`, report.anyAssertions, report.nonNullAssertions, report.suppressions.length, compilerErrors, report.strict ? "yes" : "no", before, after].join(" | ")} |`);
  const suppressed = rows.flatMap(({ sample, report }) => report.suppressions.map(({ path, line, code, reason }) => `- ${sample.name}, \`${path}:${line}\`: TS${code} ${reason}`));
  const untyped = rows.filter(({ report }) => report.untypedModules.length > 0).map(({ sample, report }) => `- ${sample.name}: ${report.untypedModules.map((name) => `\`${name}\``).join(", ")}`);
  return `${head}${lines.join("\n")}\n\nEvery suppression:\n\n${suppressed.join("\n") || "None."}\n\nDependencies that ship no types and are \`any\` for now:\n\n${untyped.join("\n") || "None."}\n`;
}

await main(async () => {
  const rows: Row[] = [];
  for (const sample of samples) {
    rows.push(await migrate(sample));
    console.log(table(rows.slice(-1)));
  }
  const text = await readFile(documentPath, "utf8");
  await writeFile(documentPath, text.replace(/(<!-- table -->\n)[\s\S]*(<!-- end of table -->)/, (_, start: string, end: string) => `${start}\n${table(rows)}\n${end}`));
  return rows.every((row) => row.compilerErrors === 0 && row.before === row.after) ? 0 : 1;
});
