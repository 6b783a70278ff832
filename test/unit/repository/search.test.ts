import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { filesWithMatch, findRipgrep } from "../../../engine/repository/ripgrep.ts";
import { search, type SearchQuery, type SearchResult } from "../../../engine/repository/search.ts";
import { publishedPackage } from "../../support/published-package.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

type Overlay = ReadonlyMap<string, string | null>;
const NOTHING: Overlay = new Map();

const searchIn = (root: string, query: SearchQuery, overlay = NOTHING, ripgrep?: string): Promise<SearchResult> => search(root, query, { overlay, ripgrep, signal: new AbortController().signal });
const places = ({ matches }: SearchResult): readonly string[] => matches.map(({ path, line }) => `${path}:${line}`);
const isBadInput = (message: RegExp) => (error: unknown) => error instanceof Error && "code" in error && error.code === "bad_input" && message.test(error.message);

describe("a search", () => {
  it("gives the lines that match by path and line, with their surroundings", async () => {
    await using folder = await temporaryFolder({ "b.js": "one\ntwo\nthree\n", "a.js": "three\r\nfour\r\n" });
    assert.deepEqual(await searchIn(folder.path, { pattern: "th?ree$", context: 1 }), {
      matches: [
        { path: "a.js", line: 1, text: "three", before: [], after: ["four"] },
        { path: "b.js", line: 3, text: "three", before: ["two"], after: [] },
      ],
      total: 2,
      truncated: false,
    });
  });

  it("sees what is proposed and not what the disk has in its place", async () => {
    await using folder = await temporaryFolder({ "changed.js": "old\n", "deleted.js": "old\n", "kept.js": "old\n" });
    const overlay: Overlay = new Map([["changed.js", "new\n"], ["deleted.js", null], ["added/x.js", "new old\n"]]);
    assert.deepEqual(places(await searchIn(folder.path, { pattern: "old" }, overlay)), ["added/x.js:1", "kept.js:1"]);
    assert.deepEqual(places(await searchIn(folder.path, { pattern: "new" }, overlay)), ["added/x.js:1", "changed.js:1"]);
  });

  it("counts all matches and gives as many as are asked for", async () => {
    await using folder = await temporaryFolder({ "a.js": "x\n".repeat(7), "b.js": "x\n".repeat(5) });
    const result = await searchIn(folder.path, { pattern: "x", maxMatches: 9 });
    assert.deepEqual([result.matches.length, result.total, result.truncated, places(result).at(-1)], [9, 12, true, "b.js:2"]);
  });

  it("takes a fixed text as it is", async () => {
    await using folder = await temporaryFolder({ "a.js": "f(a[0])\nf(a0)\n" });
    assert.deepEqual(places(await searchIn(folder.path, { pattern: "(a[0])", fixed: true })), ["a.js:1"]);
  });

  it("ignores case in every script, by flag or in the pattern", async () => {
    await using folder = await temporaryFolder({ "a.txt": "ΣΊΣΥΦΟΣ\nÉTAT\n" });
    assert.deepEqual(places(await searchIn(folder.path, { pattern: "σίσυφος", ignoreCase: true })), ["a.txt:1"]);
    assert.deepEqual(places(await searchIn(folder.path, { pattern: "(?i)\\bétat\\b" })), ["a.txt:2"]);
  });

  it("cuts a long line around its match", async () => {
    await using folder = await temporaryFolder({ "min.js": `${"a".repeat(9_000)}needle${"b".repeat(9_000)}\n` });
    const [match] = (await searchIn(folder.path, { pattern: "needle" })).matches;
    assert.match(match?.text ?? "", /^…a{100,}needleb{100,}…$/);
    assert.ok((match?.text.length ?? 0) <= 502);
  });

  it("takes braces and brackets that open nothing as they are", async () => {
    await using folder = await temporaryFolder({ "a.ts": "interface A {\n}\nx]\n" });
    assert.deepEqual(places(await searchIn(folder.path, { pattern: "interface \\w+ {$|^}|x]" })), ["a.ts:1", "a.ts:2", "a.ts:3"]);
  });

  it("passes over binary files, ignored files and links", async () => {
    await using outside = await temporaryFolder({ "secret.txt": "needle\n" });
    await using folder = await temporaryFolder({ ".gitignore": "ignored.txt\n", "ignored.txt": "needle\n", "a.bin": "needle\0\n", "latin1.txt": new Uint8Array([...Buffer.from("needle "), 0xe9]), "node_modules/p/a.js": "needle\n" });
    await symlink(join(outside.path, "secret.txt"), join(folder.path, "link.txt"));
    await symlink(outside.path, join(folder.path, "linked"));
    assert.deepEqual(await searchIn(folder.path, { pattern: "needle" }), { matches: [], total: 0, truncated: false });
  });

  it("reads nothing through a link that took the place of a listed file or folder", async () => {
    await using outside = await temporaryFolder({ "secret.txt": "needle\n" });
    await using folder = await temporaryFolder({ "a.txt": "needle\n" });
    await symlink(join(outside.path, "secret.txt"), join(folder.path, "link.txt"));
    await symlink(outside.path, join(folder.path, "linked"));
    for (const ripgrep of [undefined, await findRipgrep()]) {
      const result = await search(folder.path, { pattern: "needle" }, { overlay: NOTHING, ripgrep, files: ["a.txt", "link.txt", "linked/secret.txt", "gone.txt"], signal: new AbortController().signal });
      assert.deepEqual([places(result), result.total], [["a.txt:1"], 1]);
    }
  });

  for (const [glob, expected] of [
    ["*.ts", ["a.ts", "src/b.ts", "src/deep/c.ts"]],
    ["src/*.ts", ["src/b.ts"]],
    ["src/**/*.{ts,md}", ["src/b.ts", "src/deep/c.ts", "src/deep/d.md"]],
    ["/a.ts", ["a.ts"]],
    ["src", ["src/b.ts", "src/deep/c.ts", "src/deep/d.md"]],
    ["deep/", ["src/deep/c.ts", "src/deep/d.md"]],
    ["!*.ts", ["src/deep/d.md"]],
    ["**/deep/*", ["src/deep/c.ts", "src/deep/d.md"]],
    ["*.md, a.ts", ["a.ts", "src/deep/d.md"]],
    ["?.[a-t]s", ["a.ts", "src/b.ts", "src/deep/c.ts"]],
    ["./src/b.ts", ["src/b.ts"]],
    ["-e", []],
  ] as const) {
    it(`reads ${glob} as a glob`, async () => {
      await using folder = await temporaryFolder({ "a.ts": "x", "src/b.ts": "x", "src/deep/c.ts": "x", "src/deep/d.md": "x" });
      assert.deepEqual((await searchIn(folder.path, { pattern: "x", glob })).matches.map(({ path }) => path), expected);
    });
  }

  for (const glob of ["../*", "src/../../etc/passwd", "..\\x", "", "{a,b", "x".repeat(2_000)]) {
    it(`refuses ${JSON.stringify(glob.slice(0, 30))} as a glob`, async () => {
      await using folder = await temporaryFolder({ "a.ts": "x" });
      await assert.rejects(searchIn(folder.path, { pattern: "x", glob }), isBadInput(/glob/));
    });
  }

  for (const [pattern, message] of [
    ["", /empty/], ["(a", /character 1: a "\(" is not closed/], ["a)", /character 2/], ["[a", /not closed/], ["*a", /nothing to repeat before "\*"/], ["a**", /repeated/], ["a{2,1}", /ends before/], ["[z-a]", /range/],
    ["(?=a)", /look-around/], ["(?<!a)b", /look-around/], ["(a)\\1", /back-references/], ["a\\nb", /line/], ["a\nb", /line/], ["a\\", /backslash/], ["\\p{Nothing}", /property/], ["\\q", /escape/], ["x{9999}", /1000 times/],
    ["(((a{1000}){1000}){1000}){1000}", /too large/], ["((((){1000}){1000}){1000}){1000}", /too large/], ["(".repeat(1_000), /nested/], ["a".repeat(3_000), /3000 characters/],
  ] as const) {
    it(`refuses the pattern ${JSON.stringify(pattern.slice(0, 30))} with the reason`, async () => {
      await using folder = await temporaryFolder({ "a.ts": "x" });
      await assert.rejects(searchIn(folder.path, { pattern }), isBadInput(message));
    });
  }

  it("is not held up by a pattern that backtracking would never finish", async () => {
    await using folder = await temporaryFolder({ "a.txt": `${"a".repeat(100_000)}!\n`, "b.txt": `${"x".repeat(200)}y` });
    assert.deepEqual(places(await searchIn(folder.path, { pattern: "^(a+)+$|(x+x+)+y" })), ["b.txt:1"]);
  });

  it("refuses a pattern that would need too many states", async () => {
    let seed = 1;
    const noise = Array.from({ length: 100_000 }, () => ((seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) > 2 ** 30 ? "a" : "b")).join("");
    await using folder = await temporaryFolder({ "a.txt": noise });
    await assert.rejects(searchIn(folder.path, { pattern: "(a|b)*a(a|b){500}c" }), isBadInput(/too complex/));
  });

  it("ends when it is canceled", async () => {
    await using folder = await temporaryFolder({ "a.js": "x" });
    await assert.rejects(search(folder.path, { pattern: "x" }, { overlay: NOTHING, signal: AbortSignal.abort() }), { name: "AbortError" });
  });

  it("finds the same lines as JavaScript's own regular expressions", async () => {
    const atom = fc.constantFrom("a", "b", "é", "\\w", "\\s", "\\d", ".", "[ab]", "[^a]", "[^\\w]", "[\\s1]", "^", "$", "😀", "\\W", "[a-c]", "\\.", "\\x62", "\\u{e9}");
    const pattern = fc.letrec<{ sequence: string; part: string }>((tie) => ({
      sequence: fc.array(tie("part"), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")),
      part: fc.oneof({ maxDepth: 3, withCrossShrink: true }, atom, fc.tuple(atom, fc.constantFrom("*", "+", "?", "{2}", "{1,2}", "{2,}", "+?")).map(([each, count]) => (each === "^" || each === "$" ? each : each + count)), fc.tuple(tie("sequence"), tie("sequence"), fc.constantFrom("", "?", "+")).map(([left, right, count]) => `(?:${left}|${right})${count}`)),
    })).sequence;
    const line = fc.string({ unit: fc.constantFrom("a", "b", "A", " ", "1", "é", "😀", ".", "\t"), maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pattern, fc.array(line, { minLength: 1, maxLength: 5 }), fc.boolean(), async (source, lines, ignoreCase) => {
        const ours = await search("/nonexistent", { pattern: source, ignoreCase }, { overlay: new Map([["f", lines.map((each) => `${each}\n`).join("")]]), files: [], signal: new AbortController().signal });
        const unicode = source.replaceAll("\\w", "[\\p{L}\\p{N}_]").replaceAll("\\W", "[^\\p{L}\\p{N}_]");
        const theirs = new RegExp(unicode, ignoreCase ? "iv" : "v");
        assert.deepEqual(ours.matches.map((match) => match.line), lines.flatMap((each, index) => (theirs.test(each) ? [index + 1] : [])));
      }),
      { numRuns: 400 },
    );
  });
});

describe("a search with ripgrep", function () {
  let ripgrep: string | undefined;
  before(async () => (ripgrep = await findRipgrep()));
  const withRipgrep = (name: string, body: (path: string) => Promise<void>): Mocha.Test =>
    it(name, async function () {
      if (ripgrep !== undefined) return body(ripgrep);
      if (this.test !== undefined) this.test.title += " (skipped: this machine has no ripgrep)";
      return this.skip();
    });

  withRipgrep("gives what the search without it gives, over a published package", async (path) => {
    await using folder = await temporaryFolder({ ...publishedPackage("qs", /\.(?:js|json|md)$/), "crlf.js": "var a = 1;\r\nreturn a;\r\n", "bom.js": "\uFEFFvar b;\nvar c;", "z.bin": "var\0\n", "cr.txt": "var\r" });
    const patterns = [
      "var", "^var ", ";$", "\\breturn\\b", "function\\s*\\w*\\(.*\\) {", "[^\\w\\s]{4,}", "(?i)STRING", "^$", "^\\s*$", "a*", ".", "\\p{Lu}{3}", "x|y|z", "\\bis[A-Z]\\w+", "'[^']*'", "\\d+\\.\\d+", "–|…|é", "[[:upper:]]{2,}", "\\S{40,}", "\\W$", "\\Br$", "-e", "--", "--pre=ls", "^var$", "\\x2d\\u{2d}", "[a-c&&b]", "[]x]", "[~~]", "#",
    ];
    for (const pattern of patterns) {
      for (const query of [{ pattern, maxMatches: 1_000 }, { pattern, ignoreCase: true, context: 1 }, { pattern, fixed: true }]) {
        assert.deepEqual(await searchIn(folder.path, query, NOTHING, path), await searchIn(folder.path, query), JSON.stringify(query));
      }
    }
  });

  withRipgrep("gives what the search without it gives, for any classes and counts", async (path) => {
    await using folder = await temporaryFolder(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}.txt`, `${String.fromCodePoint(0x40 + index)}${"a".repeat(index % 5)} ${index}\r\n`])));
    const atom = fc.constantFrom("a", "\\w", "\\d", "[A-M]", "[^A-M]", "\\s", "^", "$", "\\b", "\\B", ".", "_", "(?:a|b)", "\\^", "\\D", "[\\D&&[x]]");
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(atom, fc.constantFrom("", "?", "{2}", "+")), { minLength: 1, maxLength: 4 }), fc.boolean(), async (parts, ignoreCase) => {
        const query = { pattern: parts.map((part) => part.join("")).join(""), ignoreCase };
        assert.deepEqual(await searchIn(folder.path, query, NOTHING, path), await searchIn(folder.path, query));
      }),
      { numRuns: 40 },
    );
  });

  withRipgrep("searches a file whatever its name", async (path) => {
    const names = ["-", "--help", "-v", "a b.txt", "new\nline", "é.txt", "[x].js", "$(id)", "'\"", "a/-e"];
    await using folder = await temporaryFolder(Object.fromEntries(names.map((name) => [name, "needle\n"])));
    assert.deepEqual((await searchIn(folder.path, { pattern: "needle" }, NOTHING, path)).matches.map((match) => match.path), names.toSorted());
  });

  withRipgrep("searches more files than fit on a command line", async (path) => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, "d".repeat(200)));
    await Promise.all(Array.from({ length: 1_200 }, (_, index) => writeFile(join(folder.path, "d".repeat(200), `${index}.txt`), "needle\n")));
    assert.equal((await searchIn(folder.path, { pattern: "needle" }, NOTHING, path)).total, 1_200);
  });

  withRipgrep("heeds no configuration of ripgrep", async (path) => {
    await using folder = await temporaryFolder({ "a.js": "needle\n", "ripgreprc": "--invert-match\n" });
    process.env["RIPGREP_CONFIG_PATH"] = join(folder.path, "ripgreprc");
    try {
      assert.deepEqual(places(await searchIn(folder.path, { pattern: "needle" }, NOTHING, path)), ["a.js:1"]);
    } finally {
      delete process.env["RIPGREP_CONFIG_PATH"];
    }
  });

  it("goes on without it when it cannot be run or says no", async () => {
    await using folder = await temporaryFolder({ "a.js": "needle\n" });
    for (const path of [join(folder.path, "none"), folder.path, process.execPath]) assert.deepEqual(places(await searchIn(folder.path, { pattern: "needle" }, NOTHING, path)), ["a.js:1"]);
  });

  withRipgrep("does without it when it does not end, as at a pipe that nobody writes to", async (path) => {
    if (process.platform === "win32") return;
    await using folder = await temporaryFolder();
    execFileSync("mkfifo", [join(folder.path, "pipe")]);
    const signal = new AbortController().signal;
    assert.equal(await filesWithMatch(folder.path, "x", ["pipe"], { ripgrep: path, ignoreCase: false, signal, timeLimit: 100 }), undefined);
    assert.equal((await search(folder.path, { pattern: "x" }, { overlay: NOTHING, files: ["pipe"], signal })).total, 0);
  });

  withRipgrep("ends it when the search is canceled", async (path) => {
    await using folder = await temporaryFolder({ "a.js": "x\n" });
    const controller = new AbortController();
    const searching = search(folder.path, { pattern: "x" }, { overlay: NOTHING, ripgrep: path, files: ["a.js"], signal: controller.signal });
    controller.abort();
    await assert.rejects(searching, { name: "AbortError" });
  });
});

describe("the ripgrep to search with", () => {
  const executable = process.platform === "win32" ? "rg.exe" : "rg";
  const place = async (path: string): Promise<string> => {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, "", { mode: 0o755 });
    return path;
  };

  for (const bundled of [`@vscode/ripgrep-universal/bin/${process.platform}-${process.arch}`, "@vscode/ripgrep/bin"]) {
    it(`is the editor's own in ${bundled.replace(/[^/]+-[^/]+$/, "PLATFORM")}`, async () => {
      await using folder = await temporaryFolder();
      const expected = await place(join(folder.path, "node_modules", bundled, executable));
      assert.equal(await findRipgrep(folder.path, ""), expected);
    });
  }

  it("is one on the PATH, but none in a relative folder or under node_modules", async () => {
    await using folder = await temporaryFolder();
    const modules = join(folder.path, "node_modules", ".bin");
    await place(join(modules, executable));
    const delimiter = process.platform === "win32" ? ";" : ":";
    assert.equal(await findRipgrep(undefined, [modules, ".", ""].join(delimiter)), undefined);
    const expected = await place(join(folder.path, "bin", executable));
    assert.equal(await findRipgrep(folder.path, [modules, join(folder.path, "bin")].join(delimiter)), expected);
  });

  it("is none in what is no executable file", async () => {
    await using folder = await temporaryFolder({ "a/rg": "no", "b/rg/c": "" });
    assert.equal(await findRipgrep(undefined, ["a", "b"].map((name) => join(folder.path, name)).join(":")), undefined);
  });
});
