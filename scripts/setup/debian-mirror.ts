import { existsSync, readFileSync } from "node:fs";

/** Where Debian's packages come from. */
export interface DebianArchive {
  readonly mirror: string;
  readonly suite: string;
}

interface Entry extends DebianArchive {
  readonly components: readonly string[];
}

/** The mirror and suite of this machine's own packages; undefined where it is no Debian. */
export function debianArchive(): DebianArchive | undefined {
  const release = readIfThere("/etc/os-release");
  if (!/^ID=debian$/m.test(release)) return undefined;
  return mainArchive(["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"].map(readIfThere));
}

/** The first main archive (no updates, no security) in apt's source lists, of the older form or of the newer (deb822). */
export function mainArchive(lists: readonly string[]): DebianArchive | undefined {
  const entries = lists.flatMap((text) => [...paragraphEntries(text), ...lineEntries(text)]);
  const found = entries.find(({ components, suite }) => components.includes("main") && /^[a-z]+$/.test(suite));
  return found && { mirror: found.mirror, suite: found.suite };
}

/** The newer form: paragraphs of `Name: values`. */
function paragraphEntries(text: string): Entry[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const values = (name: string): string[] => new RegExp(`^${name}:\\s*(.+)$`, "im").exec(paragraph)?.[1]?.trim().split(/\s+/) ?? [];
    const mirror = values("URIs")[0];
    if (mirror === undefined || !values("Types").includes("deb") || values("Enabled")[0] === "no") return [];
    return values("Suites").map((suite) => ({ mirror, suite, components: values("Components") }));
  });
}

/** The older form: `deb [options] MIRROR SUITE COMPONENT…`. */
function lineEntries(text: string): Entry[] {
  const lines = text.matchAll(/^deb[ \t]+(?:\[[^\]\n]*\][ \t]+)?(\S+)[ \t]+(\S+)[ \t]+(.+)$/gm);
  return [...lines].map(([, mirror = "", suite = "", components = ""]) => ({ mirror, suite, components: components.trim().split(/\s+/) }));
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
