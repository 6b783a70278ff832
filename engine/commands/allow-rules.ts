import { type Classification, classifyCommand } from "./classify.ts";
import { baseName } from "./destructive-programs.ts";
import { isInterpreter } from "./interpreters.ts";
import { isReader } from "./read-only-programs.ts";
import { isShell, isWrapper } from "./wrappers.ts";

/** The first words of a simple command; it allows every command that begins with them. */
export type AllowRule = readonly string[];
export type AllowRules = readonly AllowRule[];

/** Programs whose first word says what they do; a rule must name it. */
const WITH_COMMANDS: ReadonlySet<string> = new Set(["git", "npm", "pnpm", "yarn", "bun", "deno", "cargo", "go", "docker", "podman", "kubectl", "helm", "pip", "pip3", "poetry", "uv", "pipenv", "conda", "bundle", "gem", "rake", "mvn", "gradle", "dotnet", "terraform", "gh", "aws", "gcloud", "az", "nx", "turbo", "lerna", "composer", "mix", "swift", "zig", "apt", "apt-get", "brew", "systemctl"]);
/** First words behind which a script's name follows. */
const SCRIPTS: ReadonlySet<string> = new Set(["run", "run-script", "task", "test:run"]);
/** First words that run a program that follows. */
const RUNNING: ReadonlySet<string> = new Set(["npx", "bunx", "pipx", "uvx", "npm exec", "npm x", "pnpm exec", "pnpm dlx", "yarn exec", "yarn dlx", "bun x", "poetry run", "uv run", "pipenv run", "bundle exec", "conda run", "pipx run", "pdm run", "hatch run", "rye run", "pixi run"]);
/** Commands that run whatever follows, somewhere or somehow: no rule. */
const NEVER: ReadonlySet<string> = new Set(["docker run", "docker exec", "docker compose", "podman run", "podman exec", "kubectl exec", "kubectl run", "git submodule", "git bisect", "git config", "git rebase", "git filter-branch", "go generate", "deno eval", "npm explore", "npm config", "aws ssm", "gh api", "gh alias", "gh extension"]);

/** Programs whose operands are the whole matter, so that a beginning says nothing; parts of the shell that change what follows. */
const NEVER_AT_ALL: ReadonlySet<string> = new Set(["rm", "rmdir", "unlink", "mv", "cp", "ln", "dd", "tee", "install", "chmod", "chown", "chgrp", "kill", "pkill", "killall", "curl", "wget", "nc", "ncat", "netcat", "telnet", "scp", "sftp", "ftp", "rsync", "mount", "umount", "dotenv", "dotenvx", "cross-env", "concurrently", "npm-run-all", "run-s", "run-p", "nodemon", "pm2", "direnv", "mise", "asdf", "nvm", "fnm", "volta", "rustup", "nix", "nix-shell", "devbox", "op", "doppler", "aws-vault", "hyperfine", "perf", "wsl", "[[", "export", "declare", "typeset", "local", "readonly", "unset", "let", "shopt", "ulimit", "umask", "mapfile", "readarray", "getopts", "bind", "complete", "compgen", "fc", "history"]);

/**
 * The rule that "always allow this here" records for a command; undefined where there is none, because the command is destructive, or
 * runs several programs, or the rule would allow an interpreter or a wrapper to run anything.
 */
export function allowRuleFor(command: string): AllowRule | undefined {
  const classification = classifyCommand(command);
  const [first, ...others] = classification.programs;
  if (first === undefined) return undefined;
  const rule = ruleOf(first);
  return rule !== undefined && others.every((program) => begins(program, rule)) && isAllowed([rule], classification) ? rule : undefined;
}

/** Whether rules allow all that a command does. */
export function isAllowed(rules: AllowRules, { class: kind, mayBeAllowed, programs }: Classification): boolean {
  if (kind === "destructive" || !mayBeAllowed) return false;
  const usable = rules.filter(isUsableRule);
  return programs.length > 0 && programs.every((program) => usable.some((rule) => begins(program, rule)));
}

/** Whether a rule is narrow enough to be obeyed, wherever it was read. */
export function isUsableRule(rule: AllowRule): boolean {
  const narrowest = ruleOf(rule);
  return narrowest !== undefined && begins(rule, narrowest);
}

function begins(words: readonly string[], rule: AllowRule): boolean {
  return rule.every((word, index) => words[index] === word);
}

function ruleOf(words: readonly string[]): AllowRule | undefined {
  const [program, next] = words;
  if (program === undefined || program === "") return undefined;
  const base = baseName(program);
  const pair = `${base} ${next ?? ""}`;
  if (NEVER.has(pair)) return undefined;
  if (RUNNING.has(base)) return behind(words, 1);
  if (RUNNING.has(pair)) return behind(words, 2);
  if (isInterpreter(base) || isShell(base)) return ofScript(base, words);
  if (isWrapper(base) || NEVER_AT_ALL.has(base) || (isReader(base) && base !== "git")) return undefined;
  const named = next !== undefined && /^[a-z][\w:-]*$/i.test(next);
  if (WITH_COMMANDS.has(base)) {
    if (!named) return undefined;
    if (!SCRIPTS.has(next)) return [program, next];
    const script = words[2];
    return script === undefined || script.startsWith("-") ? undefined : [program, next, script];
  }
  // What is not known may run the known program that its first word names.
  if (next !== undefined && [isInterpreter, isShell, isWrapper, (name: string) => WITH_COMMANDS.has(name)].some((is) => is(baseName(next)))) return undefined;
  if (next === undefined || named) return words.slice(0, 2);
  // An option or a path: what it means is not known, so nothing is left out.
  return words;
}

/** A rule for a program that another one runs. */
function behind(words: readonly string[], count: number): AllowRule | undefined {
  const rest = words.slice(count);
  if (rest[0]?.startsWith("-") !== false || isInterpreter(baseName(rest[0]))) return undefined;
  const rule = ruleOf(rest);
  return rule === undefined ? undefined : [...words.slice(0, count), ...rule];
}

/** An interpreter with the script, or Python's module, that it runs. */
function ofScript(base: string, words: readonly string[]): AllowRule | undefined {
  const [, first, second] = words;
  if (first === undefined) return undefined;
  if (/^g?make$/.test(base)) return /^[\w.-]+$/.test(first) && !first.startsWith("-") ? words.slice(0, 2) : undefined;
  if (/^python[\d.]*$/.test(base) && first === "-m" && second !== undefined && /^\w/.test(second)) return words.slice(0, 3);
  return /^(?:\.{0,2}\/)?[\w@][^=]*[./]\w/.test(first) ? words.slice(0, 2) : undefined;
}
