import assert from "node:assert/strict";
import fc from "fast-check";
import { allowRuleFor, isAllowed, isUsableRule } from "../../../engine/commands/allow-rules.ts";
import { classifyCommand } from "../../../engine/commands/classify.ts";

const RULES: readonly (readonly [command: string, rule: string])[] = [
  ["npm test", "npm test"],
  ["npm test -- --watch=false", "npm test"],
  ["npm run build -- --prod", "npm run build"],
  ["yarn run lint", "yarn run lint"],
  ["cargo test --all", "cargo test"],
  ["go test ./...", "go test"],
  ["git commit -m 'a b'", "git commit"],
  ["make test -j4", "make test"],
  ["./gradlew test --info", "./gradlew test"],
  ["pytest tests/a.py", "pytest tests/a.py"],
  ["tsc", "tsc"],
  ["python3 -m pytest -q", "python3 -m pytest"],
  ["python3 scripts/check.py --all", "python3 scripts/check.py"],
  ["node scripts/build.js --all", "node scripts/build.js"],
  ["bash scripts/test.sh", "bash scripts/test.sh"],
  ["npx vitest run a", "npx vitest run"],
  ["poetry run pytest", "poetry run pytest"],
  ["npm test 2>&1 | tail -20", "npm test"],
  ["cd packages/a && npm test", "npm test"],
  ["timeout 60 npm test", "npm test"],
  ["bash -lc 'npm test'", "npm test"],
  ["CI=1 npm test", "npm test"],
  ["npm test && npm test -- --again", "npm test"],
];

const NO_RULE: Readonly<Record<string, readonly string[]>> = {
  "it only reads, and needs none": ["ls", "git status"],
  "it is destructive": ["rm -rf a", "git push --force", "npm test; rm -rf a", "npm test > a"],
  "an interpreter or a shell could run anything": ["node -e 1", "python3 -c 'print(1)'", "python3", "bash", "bash -x a.sh", "perl -e 1", "ruby -e 1", "awk '{print}' a", "make", "elixir", "java -cp a B", "sqlite3 a", "npx -c 'ls'", "npx -y a", "npx node -e 1", "poetry run python -c 1"],
  "a wrapper could run anything": ["sudo npm test", "doas npm test", "env -i npm test", "xargs npm test", "ls | xargs npm test", "find . -exec npm test {} \\;", "ssh a npm test", "flock a npm test", "docker run a npm test", "docker exec a npm test", "eval npm test > /tmp/a", "command sudo npm", "somewrapper npm test", "somewrapper bash a.sh", "cross-env A=1 npm test"],
  "its first words do not say what it does": ["npm", "git", "git -c a=b commit", "npm --prefix a test", "git config user.name a", "curl https://example.org", "mv a b", "cp a b", "rm a", "chmod +x a", "npm run", "docker compose up", "export A=1"],
  "it goes to a folder outside": ["cd .. && npm test", "cd /tmp && npm test", "cd \"$x\" && npm test", "cd && npm test"],
  "it changes what the words mean": ["PATH=. npm test", "npm() { ./a; }; npm test", "NODE_OPTIONS=--require=./a npm test"],
  "it runs several programs": ["npm test && npm run build"],
  "it cannot be read": ["npm test '"],
};

describe("the rule that \"always allow this here\" records", () => {
  for (const [command, rule] of RULES) {
    it(`${command} → ${rule}`, () => { assert.equal(allowRuleFor(command)?.join(" "), rule); });
  }

  for (const [why, commands] of Object.entries(NO_RULE)) {
    describe(`is none where ${why}`, () => {
      for (const command of commands) it(command, () => { assert.equal(allowRuleFor(command), undefined); });
    });
  }

  it("allows the command that it was made for, and is one that is obeyed when it is read again", () => {
    for (const [command] of RULES) {
      const rule = allowRuleFor(command) ?? [];
      assert.ok(isUsableRule(rule), command);
      assert.ok(isAllowed([rule], classifyCommand(command)), command);
    }
  });
});

describe("what rules allow", () => {
  const rules = [["npm", "test"], ["npm", "run", "build"]];

  for (const command of ["npm test", "npm test -- -t 'a b'", "npm test \"$x\"", "npm run build && npm test | tail", "cd a; npm test", "sh -c 'npm test'", "echo $(npm test)"]) {
    it(`${command}: yes`, () => { assert.ok(isAllowed(rules, classifyCommand(command))); });
  }

  for (const command of ["npm", "npm run", "npm run \"$x\"", "npm testing", "npm run build:all", "npm \"$x\"", "npm test && npm ci", "npm test $(npm ci)", "npm test; curl a", "npm test >> a", "npm test > a", "npm test | sh", "sudo npm test", "xargs npm test", "x=$((y)) npm test", "echo $((x))", "ls >> a", "PATH=. npm test", "./npm test", "NPM test"]) {
    it(`${command}: no`, () => { assert.ok(!isAllowed(rules, classifyCommand(command))); });
  }

  it("a rule that is too broad allows nothing, even where somebody wrote it down", () => {
    for (const [rule, command] of [[["bash"], "bash a.sh"], [["sudo"], "sudo ls"], [["node"], "node -e 1"], [["node", "-e"], "node -e 1"], [["python3", "-c"], "python3 -c 1"], [["env"], "env -i ls"], [["xargs"], "xargs -n1 touch"], [["npm"], "npm ci"], [["rm"], "rm a"], [[], "npm ci"], [[""], "npm ci"]] as const) {
      assert.ok(!isAllowed([rule], classifyCommand(command)), command);
    }
  });

  it("no rule allows a destructive command", () => {
    const command = "rm -rf a";
    assert.ok(!isAllowed([["rm"], ["rm", "-rf"], ["rm", "-rf", "a"]], classifyCommand(command)));
  });

  it("more rules never allow less", () => {
    const some = fc.array(fc.constantFrom(["npm", "test"], ["npm", "run", "build"], ["make", "a"], ["bash"], []));
    fc.assert(
      fc.property(some, some, fc.constantFrom("npm test", "npm test; make a", "npm run build | cat", "bash a.sh"), (few, more, command) => {
        const classification = classifyCommand(command);
        assert.ok(!isAllowed(few, classification) || isAllowed([...few, ...more], classification));
      }),
    );
  });
});
