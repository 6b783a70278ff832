import assert from "node:assert/strict";
import fc from "fast-check";
import { classifyCommand } from "../../../engine/commands/classify.ts";

const destructive = fc.constantFrom("rm -rf a", "git reset --hard", "git clean -fdx", "dd if=a of=/dev/sda", "mkfs.ext4 /dev/sda", "find . -delete", "git push --force", "truncate -s 0 a", "ls > a", "$x -rf a", "shred a");
const readOnly = fc.constantFrom("ls -la", "cat a", "git status", "grep -rn a .", "find . -name a", "sed -n 1,5p a", "sort a", "uniq a", "head -3 a", "test -f a", "(ls; pwd)", "if true; then ls; fi", "echo $(date)", "ls 2>/dev/null");

/** Puts a text into single quotes, as a shell reads them. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Ways to run a whole command line inside another. */
const wrappers: readonly ((command: string) => string)[] = [
  (command) => `sh -c ${quote(command)}`,
  (command) => `bash -lc ${quote(command)}`,
  (command) => `eval ${quote(command)}`,
  (command) => `sudo -u b sh -c ${quote(command)}`,
  (command) => `env A=1 bash -o pipefail -c ${quote(command)}`,
  (command) => `timeout -k 1 5 nice -n 5 sh -c ${quote(command)}`,
  (command) => `xargs -n 1 sh -c ${quote(command)}`,
  (command) => `find . -exec sh -c ${quote(command)} \\;`,
  (command) => `su -c ${quote(command)} b`,
  (command) => `trap ${quote(command)} EXIT`,
  (command) => `watch ${quote(command)}`,
  (command) => `(${command})`,
  (command) => `{ ${command}; }`,
  (command) => `if ${command}; then ls; fi`,
  (command) => `for f in a b; do ${command}; done`,
  (command) => `f() { ${command}; }; f`,
  (command) => `echo $( ${command})`,
  (command) => `echo "$( ${command})"`,
  (command) => `cat <(${command})`,
  (command) => `case a in a) ${command};; esac`,
  (command) => `cat a && ${command} || ls`,
  (command) => `ls | ${command} | cat`,
  (command) => `sh <<'END'\n${command}\nEND\n`,
  (command) => `${command} &`,
];

describe("properties of classifying commands", () => {
  it("a destructive command stays destructive in any nesting of wrappers", () => {
    fc.assert(
      fc.property(destructive, fc.array(fc.constantFrom(...wrappers), { maxLength: 4 }), (command, around) => {
        const wrapped = around.reduce<string>((inner, wrap) => wrap(inner), command);
        assert.equal(classifyCommand(wrapped).class, "destructive", wrapped);
      }),
      { numRuns: 500 },
    );
  });

  it("reading commands stay so in any list or pipeline", () => {
    const separator = fc.constantFrom("; ", " && ", " || ", " | ", "\n", " & ");
    fc.assert(
      fc.property(readOnly, fc.array(fc.tuple(separator, readOnly), { maxLength: 20 }), (first, rest) => {
        const command = first + rest.map((pair) => pair.join("")).join("");
        assert.equal(classifyCommand(command).class, "read_only", command);
      }),
      { numRuns: 300 },
    );
  });

  it("one destructive command makes a list of reading commands destructive, wherever it stands", () => {
    fc.assert(
      fc.property(fc.array(readOnly, { maxLength: 8 }), destructive, fc.array(readOnly, { maxLength: 8 }), (before, command, after) => {
        assert.equal(classifyCommand([...before, command, ...after].join("; ")).class, "destructive");
      }),
    );
  });

  it("however the words are quoted, the class and the words are the same", () => {
    const words = fc.constantFrom(["rm", "-rf", "a b"], ["ls", "-la", "c"], ["npm", "test", "--", "x"], ["git", "reset", "--hard"], ["sudo", "rm", "-r", "a"], ["sort", "-o", "a", "b"], ["find", ".", "-delete"]);
    const styles: readonly ((word: string) => string)[] = [
      quote,
      (word) => `"${word}"`,
      (word) => word.replace(/./g, "\\$&"),
      (word) => `""${quote(word)}''`,
      (word) => `$'${word.replace(/./g, (char) => `\\x${char.charCodeAt(0).toString(16)}`)}'`,
      (word) => `${quote(word.slice(0, 1))}"${word.slice(1)}"`,
      (word) => `"${word.slice(0, 1)}\\\n${word.slice(1)}"`,
    ];
    fc.assert(
      fc.property(words, fc.array(fc.constantFrom(...styles), { minLength: 4, maxLength: 4 }), (plain, chosen) => {
        const command = plain.map((word, index) => (chosen[index] ?? quote)(word)).join(" ");
        const expected = classifyCommand(plain.map(quote).join(" "));
        assert.deepEqual({ ...classifyCommand(command), reason: "" }, { ...expected, reason: "" }, command);
      }),
      { numRuns: 300 },
    );
  });

  it("any text at all gets a class and a reason", () => {
    const pieces = fc.array(fc.constantFrom("rm", "ls", " ", "\n", ";", "&", "|", "(", ")", "{", "}", "'", '"', "\\", "$", "`", "#", "<<E", "E", "$(", "${", "$((", "))", "case ", " in ", "esac", "if ", "then ", "fi", "for x in ", "do ", "done", "[[", "]]", "=", ">", "<", "&>", "\0", "é", "\ud800"), { maxLength: 60 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(pieces, fc.string({ unit: "binary", maxLength: 200 })), (command) => {
        const { class: kind, reason } = classifyCommand(command);
        assert.ok(["read_only", "destructive", "other"].includes(kind) && reason !== "");
      }),
      { numRuns: 2_000 },
    );
  });
});
