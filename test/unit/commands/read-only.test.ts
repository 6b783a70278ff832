import assert from "node:assert/strict";
import { classifyCommand } from "../../../engine/commands/classify.ts";

/** What stands there, and commands of that kind. */
const READ_ONLY: Readonly<Record<string, readonly string[]>> = {
  "printing files": ["ls -la src", "cat README.md", "head -n 20 a.txt", "tail -c 100 a.txt", "wc -l a b", "nl a", "tac a", "od -c a", "hexdump -C a", "xxd a", "base64 a", "sha256sum a", "stat a", "file a", "realpath .", "du -sh .", "tree -L 2", "diff -u a b", "cmp a b", "jq .name package.json"],
  "searching": ["grep -rn 'foo bar' src", "egrep 'a|b' c", "rg -n --hidden foo src/*.ts", "rg foo -g '!*.md'", "fd -e ts", "find . -name '*.ts' -not -path './node_modules/*' -print0", "find src -type f -newer a -printf '%p\\n'"],
  "sorting and cutting": ["sort -rn a", "sort ./*", "uniq -c a", "uniq -f 1 a", "cut -d: -f1 a", "tr a-z A-Z", "paste a b", "comm -12 a b", "seq 1 10", "column -t a", "shuf -n 1 a"],
  "lines by sed -n": ["sed -n 10,20p a", "sed -n '1p;5p' a", "sed -n '/begin/,/end/p' a", "sed -ne '$p' a", "sed -n -e 1p -e 3p a"],
  "the machine": ["pwd", "date", "date +%F", "date -d yesterday +%s", "id -u", "whoami", "uname -a", "nproc", "df -h", "ps aux", "printenv PATH", "env", "which node", "type ls", "command -v node", "node --version", "node -v", "npm --version", "python3 --version", "go version", "sleep 1"],
  "git's history and state": ["git status --short", "git log --oneline -5", "git --no-pager log -p -- src", "git diff HEAD~1 --stat", "git diff --output-indicator-new=+", "git show HEAD:a.ts", "git blame a.ts", "git ls-files -o", "git rev-parse HEAD", "git grep -n foo", "git describe --tags", "git merge-base main HEAD", "git shortlog -sn", "git cat-file -p HEAD", "git log -- \"$file\"", "git diff --text", "git rev-list --filter=blob:none HEAD"],
  "git's lists": ["git branch", "git branch -avv", "git branch --show-current", "git branch --list 'feature/*'", "git branch --contains HEAD", "git tag", "git tag -l 'v1.*'", "git remote -v", "git remote get-url origin", "git stash list", "git stash show -p", "git reflog", "git worktree list", "git config --get user.name", "git config list", "git symbolic-ref --short HEAD"],
  "lists of reading commands": ["ls; pwd", "ls && pwd || true", "cat a | grep b | sort | uniq -c | head", "ls & wait", "cd src && ls", "! grep -q a b", "(ls; pwd)", "{ ls; pwd; }", "ls # rm -rf x", "ls \\\n  -la", "set -euo pipefail; ls", "false || exit 1"],
  "conditions and loops": ["if [ -f a ]; then cat a; else echo none; fi", "for f in *.ts; do head -1 \"$f\"; done", "while IFS= read -r line; do echo \"$line\"; done < a", "case $x in a|b) ls ;; *) pwd ;; esac", "until true; do sleep 1; done", "[ \"$x\" = y ] && echo yes", "test -n \"$x\" || echo none"],
  "substitutions of reading commands": ["echo $(date)", "echo `date`", "cat $(find . -name a)", "diff <(ls a) <(ls b)", "echo \"$(cat \"$(ls | head -1)\")\"", "files=$(ls); echo \"$files\"", "echo $((1 + 2 * 3))", "echo ${x:-none} ${#x} ${x%.ts} ${x/a/b}"],
  "wrappers of reading commands": ["nice -n 5 ls", "timeout 10 grep -r a .", "time ls", "nohup cat a", "env ls", "x=1 ls", "LC_ALL=C sort a", "stdbuf -oL grep a b", "command ls", "builtin echo a", "exec ls", "sh -c 'ls | wc -l'", "bash -lc \"cat a\"", "eval ls", "ls | xargs grep a", "find . -name a | xargs -0 -n1 wc -l", "ls | xargs -I{} echo {}", "find . -name a -exec grep -l b {} +", "/bin/ls", "/usr/bin/env ls"],
  "redirects that write nothing": ["ls 2>/dev/null", "ls > /dev/null 2>&1", "ls &>/dev/null", "ls >&2", "cat < a", "cat <<< text", "cat <<EOF\ntext $(date)\nEOF", "cat <<'EOF'\n$(rm -rf x)\nEOF", "grep a 2>&-"],
  "the words of destructive commands as text": ["echo rm -rf x", "grep 'rm -rf' a", "grep -c '>' a", "echo 'a; rm -rf b'", "timeout 5 grep 'rm -rf' a", "git log -S'rm -rf'"],
};

const NOT_READ_ONLY: Readonly<Record<string, readonly string[]>> = {
  "an option writes a file": ["sort -o a a", "sort -uo a a", "sort --outp=a a", "tree -o a", "shuf -o a b", "git diff --output=a", "git diff --outp a", "git log --output=a", "file -C -m a", "rg --hostname-bin=./a b"],
  "an operand writes a file": ["uniq a b", "uniq -- a b", "xxd a b", "xxd -r a", "uniq *"],
  "an option sets the clock or a variable": ["date -s 10:00", "date --se=10:00", "date 01010000", "printf -v PATH %s x", "printf 'abc%n' PATH", "read PATH", "read -a a", "wait -n -p PATH"],
  "an option runs a program": ["rg --pre ./a b", "rg -z a", "fd . -x ./a", "sort --compress-program=./a b", "diff -l a b", "git grep -O./a b", "git grep --open=./a b", "git log --ext-diff", "git show --textconv", "git log --show-sig", "git log --format=%G?", "git branch --format='%(signature)'", "jobs -x ./a", "file -z a", "ag --pager=./a b", "arch ./a", "getconf -v ../../a b", "xargs --process-slot-var=PATH ls", "base64 -i a -o b"],
  "a setting of git may run a program": ["git -c core.pager=./a log", "git -c core.fsmonitor=./a status", "git --exec-path=. status", "git --config-env=core.pager=X log", "git -p log"],
  "another folder may hold a repository whose settings run a program": ["git -C a status", "git --git-dir=a log", "cd a && git status", "while :; do git status; cd a; done", "find . -execdir git status \\;"],
  "an expansion may become such an option": ["rg a *", "sort *", "sort $x", "find . $x", "sed -n 1p *", "git log \"$x\"", "ls | xargs rg a", "printf \"$x\"", "uniq \"$@\"", "sort {-o,a}"],
  "sed with more than p": ["sed -i s/a/b/ c", "sed s/a/b/ c", "sed -n '1w a' b", "sed -n '1e ./a' b", "sed -nee b", "sed -n -f a b", "sed -n -i 1p a"],
  "a program of the workspace under a known name": ["./ls", "node_modules/.bin/ls", "~/bin/ls", "/tmp/ls", "/usr/bin/../../tmp/ls"],
  "a variable changes what runs": ["PATH=. ls", "LD_PRELOAD=./a ls", "GIT_EXTERNAL_DIFF=./a git diff", "GIT_DIR=a git log", "HOME=. git status", "RIPGREP_CONFIG_PATH=a rg b", "PATH=.; ls", "export PATH=.; ls", "for PATH in .; do ls; done", "env PATH=. ls", "env -u PATH ls", "env -i ls", "BASH_ENV=a bash -c ls", "IFS=x; ls", "npm_config_x=1 ls", "path=. ls", "zsh -c ls", ": ${ENV:=a}"],
  "a name stands for something else": ["ls() { ./a; }; ls", "function ls { ./a; }; ls"],
  "bash runs what a value holds": ["echo $((x))", "test -v 'a[$(./b)]'", "[ -v \"$x\" ]", "[ \"$x\" ]", "[ ! \"$x\" \"$y\" ]", "[ $x ]", "[[ $x -eq 0 ]]", "let x=1"],
  "programs that write or run others": ["awk '{print}' a", "less a", "man ls", "vim a", "xargs ./a", "tee -a a", "touch a", "mkdir a", "npm ls", "python3 a.py", "node a.js", "make -n", "curl https://example.org", "ssh example.org", "tar tf a", "sudo ls", "sh a", ". ./a", "git fetch", "git branch a", "git branch -v a", "git tag v1", "git tag -n a", "git config user.name a", "git config --get a --edit", "git remote add a b", "git stash", "git ls-remote", "git help log", "yarn --version"],
  "redirects that write": ["ls >> a", "ls > /tmp/a", "ls <> a", "cat < /dev/tcp/example.org/80", "cat < $x"],
};

describe("commands that only read", () => {
  for (const [kind, commands] of Object.entries(READ_ONLY)) {
    describe(kind, () => {
      for (const command of commands) it(command, () => { assert.equal(classifyCommand(command).class, "read_only", classifyCommand(command).reason); });
    });
  }
});

describe("commands that do more than read, although they look alike", () => {
  for (const [kind, commands] of Object.entries(NOT_READ_ONLY)) {
    describe(kind, () => {
      for (const command of commands) it(command, () => { assert.notEqual(classifyCommand(command).class, "read_only"); });
    });
  }
});
