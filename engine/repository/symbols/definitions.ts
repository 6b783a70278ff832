/** A kind of line that defines a name. In `line`, NAME stands for the name; a group `owner` gives what the name is a member of. */
export interface DefinitionRule {
  readonly kind: string;
  readonly line: string;
  /** Counts only directly inside a line that this matches: a class, a block of constants. */
  readonly inside?: RegExp;
  /** The line opens a parameter list; counts when the list is followed by a body. */
  readonly openList?: true;
}

export interface LanguageRules {
  readonly rules: readonly DefinitionRule[];
  /** A line that opens something with members; its group `owner` is the name. */
  readonly container: RegExp;
  /** What stands before a name but is no part of it. */
  readonly sigil?: string;
}

const JAVASCRIPT_OPENING = "^\\s*(?:export\\s+)?(?:default\\s+)?(?:declare\\s+)?";
const JAVASCRIPT_MEMBER = "^\\s+(?:(?:public|private|protected|static|async|override|readonly|abstract|get|set|accessor|declare)\\s+)*\\*?\\s*#?NAME";
const JAVASCRIPT_CLASS = /^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?(?:class|enum|(?:const|declare)\s+enum)\s/;

const javascript: LanguageRules = {
  container: /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:(?:abstract\s+)?class|interface|(?:const\s+)?enum|namespace|module|type|const|let|var)\s+(?<owner>[\w$]+)(?!.*[;,]\s*$)/,
  rules: [
    { kind: "class", line: `${JAVASCRIPT_OPENING}(?:abstract\\s+)?class\\s+NAME` },
    { kind: "interface", line: `${JAVASCRIPT_OPENING}interface\\s+NAME` },
    { kind: "type", line: `${JAVASCRIPT_OPENING}type\\s+NAME\\s*[=<]` },
    { kind: "enum", line: `${JAVASCRIPT_OPENING}(?:const\\s+)?enum\\s+NAME` },
    { kind: "namespace", line: `${JAVASCRIPT_OPENING}(?:namespace|module)\\s+NAME` },
    { kind: "function", line: `${JAVASCRIPT_OPENING}(?:async\\s+)?function(?:\\s*\\*\\s*|\\s+)NAME` },
    { kind: "function", line: `${JAVASCRIPT_OPENING}(?:const|let|var)\\s+NAME(?:\\s*:[^=]*)?\\s*=\\s*(?:async\\s*)?(?:function|\\(|[\\w$]+\\s*=>|<)` },
    { kind: "variable", line: `${JAVASCRIPT_OPENING}(?:const|let|var)\\s+(?:[\\w$]+(?:\\s*=[^,;(<[{]*)?,\\s*)*NAME` },
    { kind: "variable", line: "^\\s+NAME\\s*(?:=(?![=>]).*|[,;]?\\s*)$", inside: /^\s*(?:export\s+)?(?:const|let|var)(?:\s[^;]*,)?\s*$/ },
    { kind: "variable", line: `${JAVASCRIPT_OPENING}(?:const|let|var)\\s*[{[](?:[^=]*[\\s,:{[])?NAME(?!\\s*:)(?=[^=]*=)` },
    { kind: "function", line: "^\\s*(?:module\\.)?exports\\.NAME\\s*=" },
    { kind: "method", line: "^\\s*(?<owner>[\\w$]+)(?:\\.prototype)?\\.NAME\\s*=\\s*(?:async\\s*)?(?:function|class|\\()" },
    { kind: "method", line: `${JAVASCRIPT_MEMBER}\\s*\\??(?:<[^(]*>)?(?!.*(?:=>|\\bfunction\\b.*\\)|[(,])\\s*\\{\\s*$)\\(.*\\{\\s*(?:\\},?|return\\b.*)?$` },
    { kind: "method", line: `${JAVASCRIPT_MEMBER}\\s*\\??(?:<[^(]*>)?\\(\\s*\\{?\\s*$`, openList: true },
    { kind: "method", line: `${JAVASCRIPT_MEMBER}\\??\\s*(?:<[^(]*>)?\\((?:[^;"']|"[^"]*"|'[^']*')*\\)\\s*:[^;]*;\\s*$` },
    { kind: "method", line: `${JAVASCRIPT_MEMBER}\\s*:\\s*(?:async\\s*)?(?:function\\b|\\(.*\\)(?:\\s*:.*)?\\s*=>|[\\w$]+\\s*=>)` },
    { kind: "method", line: `${JAVASCRIPT_MEMBER}\\s*=\\s*(?:async\\s*)?(?:function\\b|\\(.*\\)(?:\\s*:.*)?\\s*=>|[\\w$]+\\s*=>)`, inside: JAVASCRIPT_CLASS },
    { kind: "property", line: `${JAVASCRIPT_MEMBER}\\s*[?!]?:.*;\\s*(?://.*)?$` },
    { kind: "property", line: `${JAVASCRIPT_MEMBER}\\s*(?:[?!]?:[^=]*)?(?:=|;\\s*$)`, inside: JAVASCRIPT_CLASS },
    { kind: "property", line: `${JAVASCRIPT_MEMBER}\\s*[?!]?:(?:.*[({<|=&])?\\s*$`, inside: /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:class|interface|type)\s/ },
    { kind: "property", line: "^\\s+NAME\\s*,\\s*$", inside: /^\s*(?:export\s+)?(?:const\s+|declare\s+)*enum\s/ },
  ],
};

const python: LanguageRules = {
  container: /^\s*class\s+(?<owner>\w+)/,
  rules: [
    { kind: "class", line: "^\\s*class\\s+NAME" },
    { kind: "method", line: "^\\s+(?:async\\s+)?def\\s+NAME", inside: /^\s*class\s/ },
    { kind: "function", line: "^\\s*(?:async\\s+)?def\\s+NAME" },
    { kind: "type", line: "^type\\s+NAME" },
    { kind: "variable", line: "^(?:\\w+\\s*=\\s*)*NAME\\s*(?::[^=]*)?=(?!=)" },
    { kind: "property", line: "^\\s+(?:\\w+\\s*=\\s*)*NAME\\s*(?::|=(?!=))", inside: /^\s*class\s/ },
    { kind: "property", line: "^\\s+self\\.NAME\\s*(?::[^=]*)?=(?!=)" },
  ],
};

const go: LanguageRules = {
  container: /^\s*type\s+(?<owner>\w+)(?:\[.*\])?\s+(?:struct|interface)\b/,
  rules: [
    { kind: "function", line: "^func\\s+NAME" },
    { kind: "method", line: "^func\\s+\\(\\s*(?:\\w+\\s+)?\\*?(?<owner>\\w+)(?:\\[[^\\]]*\\])?\\s*\\)\\s*NAME" },
    { kind: "struct", line: "^\\s*(?:type\\s+)?NAME(?:\\[.*\\])?\\s+struct\\b" },
    { kind: "interface", line: "^\\s*(?:type\\s+)?NAME(?:\\[.*\\])?\\s+interface\\b" },
    { kind: "type", line: "^type\\s+NAME" },
    { kind: "type", line: "^\\s+NAME\\s+\\S", inside: /^type\s*\(/ },
    { kind: "constant", line: "^\\s*const\\s+NAME" },
    { kind: "constant", line: "^\\s+NAME", inside: /^const\s*\(/ },
    { kind: "variable", line: "^\\s*var\\s+NAME" },
    { kind: "variable", line: "^\\s+NAME", inside: /^var\s*\(/ },
    { kind: "property", line: "^\\s+(?:\\w+,\\s*)*NAME\\s*[\\s,]", inside: /^\s*(?:type\s+)?\w+(?:\[.*\])?\s+struct\b/ },
    { kind: "method", line: "^\\s+NAME\\s*\\(", inside: /^\s*(?:type\s+)?\w+(?:\[.*\])?\s+interface\b/ },
  ],
};

const RUST_OPENING = "^\\s*(?:pub(?:\\([^)]*\\))?\\s+)?";

const rust: LanguageRules = {
  container: /^\s*(?:(?:pub(?:\([^)]*\))?\s+)?(?:unsafe\s+)?(?:struct|enum|union|trait|mod)\s+|(?:unsafe\s+)?impl\b(?:<[^{]*?>)?\s*(?:[^{]*\sfor\s+)?(?:&\s*)?(?:\w+::)*)(?<owner>\w+)/,
  rules: [
    { kind: "method", line: `${RUST_OPENING}(?:(?:default|const|async|unsafe|extern(?:\\s+"[^"]*")?)\\s+)*fn\\s+NAME`, inside: /^\s*(?:unsafe\s+)?(?:pub(?:\([^)]*\))?\s+)?(?:impl\b|(?:unsafe\s+)?trait\s)/ },
    { kind: "function", line: `${RUST_OPENING}(?:(?:default|const|async|unsafe|extern(?:\\s+"[^"]*")?)\\s+)*fn\\s+NAME` },
    ...["struct", "enum", "union", "trait"].map((kind) => ({ kind, line: `${RUST_OPENING}(?:unsafe\\s+)?${kind}\\s+NAME` })),
    { kind: "type", line: `${RUST_OPENING}type\\s+NAME` },
    { kind: "module", line: `${RUST_OPENING}mod\\s+NAME` },
    { kind: "constant", line: `${RUST_OPENING}(?:const|static)\\s+(?:mut\\s+)?NAME\\s*:` },
    { kind: "macro", line: "^\\s*macro_rules!\\s*NAME" },
    { kind: "property", line: `${RUST_OPENING}NAME\\s*:`, inside: /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:struct|union)\s/ },
    { kind: "variant", line: "^\\s*NAME\\s*(?:[({,=]|$)", inside: /^\s*(?:pub(?:\([^)]*\))?\s+)?enum\s/ },
  ],
};

const NO_TYPE = "(?!(?:return|new|else|throw|await|yield|case|goto|delete|using|package|import|typedef|namespace)\\b)";
const JAVA_MODIFIERS = "^\\s*(?:@[\\w.]+(?:\\([^)]*\\))?\\s+)*(?:(?:public|private|protected|internal|static|final|abstract|sealed|non-sealed|default|native|synchronized|strictfp|transient|volatile|virtual|override|async|partial|readonly|unsafe|extern|new|const|required|file|ref)\\s+)*";
const JAVA_TYPE = `${NO_TYPE}(?:<[^>]*>\\s*)?[\\w.$]+(?:<[^;(){}=]*>)?(?:\\[[\\],]*|\\?|\\.\\.\\.)*\\s+`;
const CLASS_BODY = /^\s*(?:[\w@().]+\s+)*(?:class|interface|enum|record|struct|@interface)\s/;

const java: LanguageRules = {
  container: /^\s*(?:[\w@().]+\s+)*?(?:class|interface|enum|record(?:\s+(?:struct|class))?|struct|@interface)\s+(?<owner>\w+)/,
  rules: [
    ...["class", "interface", "enum", "record", "struct"].map((kind) => ({ kind, line: `${JAVA_MODIFIERS}@?${kind === "record" ? "record(?:\\s+(?:struct|class))?" : kind}\\s+NAME` })),
    { kind: "variant", line: "^\\s+NAME\\s*(?:[(,;={].*)?$", inside: /^\s*(?:\w+\s+)*enum\s/ },
    { kind: "constructor", line: `${JAVA_MODIFIERS}NAME\\s*\\([^;]*$`, inside: CLASS_BODY },
    { kind: "method", line: `${JAVA_MODIFIERS}${JAVA_TYPE}(?:\\w+\\.)?NAME\\s*(?:<[^(]*>\\s*)?\\((?!.*\\)\\s*;\\s*$).*$`, inside: CLASS_BODY },
    { kind: "method", line: `${JAVA_MODIFIERS}${JAVA_TYPE}(?:\\w+\\.)?NAME\\s*(?:<[^(]*>\\s*)?\\([^"]*\\)[^=.]*;\\s*$`, inside: CLASS_BODY },
    { kind: "property", line: `${JAVA_MODIFIERS}${JAVA_TYPE}NAME\\s*(?:[=;{]|=>|$)`, inside: CLASS_BODY },
  ],
};

const csharp: LanguageRules = {
  container: java.container,
  rules: [
    { kind: "namespace", line: "^\\s*namespace\\s+(?:\\w+\\.)*NAME\\s*[;{]?\\s*$" },
    { kind: "delegate", line: `${JAVA_MODIFIERS}delegate\\s+${JAVA_TYPE}NAME` },
    { kind: "event", line: `${JAVA_MODIFIERS}event\\s+${JAVA_TYPE}NAME` },
    ...java.rules,
  ],
};

const c: LanguageRules = {
  container: /^\s*(?:template\s*<.*>\s*)?(?:typedef\s+)?(?:class|struct|union|enum(?:\s+class|\s+struct)?|namespace)\s+(?:[A-Z_]+\s+)?(?<owner>\w+)(?!.*;\s*$)/,
  rules: [
    ...["class", "struct", "union", "enum", "namespace"].map((kind) => ({
      kind, line: `^\\s*(?:template\\s*<.*>\\s*)?(?:typedef\\s+)?(?:inline\\s+)?${kind === "enum" ? "enum(?:\\s+class|\\s+struct)?" : kind}\\s+(?:[A-Z_]+\\s+|\\[\\[.*\\]\\]\\s*)?NAME\\s*(?:final\\s*)?(?:[:{].*|//.*)?$`,
    })),
    { kind: "macro", line: "^\\s*#\\s*define\\s+NAME" },
    { kind: "type", line: "^\\s*using\\s+NAME\\s*=" },
    { kind: "type", line: "^\\s*typedef\\s.*[\\s*&(]NAME\\s*[;)[]" },
    { kind: "type", line: "^\\}\\s*(?:\\w+,\\s*)*\\*?NAME\\s*[;,]" },
    { kind: "method", line: `^\\s*${NO_TYPE}(?:[^=("';]*[\\s*&:])?(?<owner>\\w+)(?:<[^(]*>)?::~?NAME\\s*\\((?!.*;\\s*$)` },
    { kind: "method", line: `^\\s+${NO_TYPE}(?:[\\w:<>,*&[\\]\\s]*[\\s*&])?~?NAME\\s*\\((?!.*\\bNAME\\b)`, inside: /^\s*(?:template\s*<.*>\s*)?(?:class|struct)\s/ },
    ...[{}, { inside: /^\s*(?:inline\s+)?(?:namespace|extern\s+"C")/ }].flatMap((place) => [
      { kind: "function", line: `^${"inside" in place ? "\\s+" : "(?![\\s#])"}${NO_TYPE}[\\w:<>,*&[\\]\\s]*[\\s*&]NAME\\s*\\(`, ...place },
      { kind: "variable", line: `^${"inside" in place ? "\\s+" : "(?![\\s#])"}${NO_TYPE}[\\w:<>,*&\\s]*[\\s*&]NAME\\s*(?:\\[.*\\]\\s*)?[=;]`, ...place },
    ]),
    { kind: "function", line: "^NAME\\s*\\([^;]*$" },
    { kind: "property", line: `^\\s+${NO_TYPE}[\\w:<>,*&\\s]*[\\s*&]NAME\\s*(?:\\[.*\\]|:\\s*\\d+)?\\s*[=;{]`, inside: /^\s*(?:template\s*<.*>\s*)?(?:typedef\s+)?(?:class|struct|union)\b/ },
    { kind: "variant", line: "^\\s+NAME\\s*(?:[,=].*)?$", inside: /^\s*(?:typedef\s+)?enum\b/ },
  ],
};

const ruby: LanguageRules = {
  container: /^\s*(?:class|module)\s+(?:\w+::)*(?<owner>\w+)/,
  rules: [
    { kind: "class", line: "^\\s*class\\s+(?:\\w+::)*NAME" },
    { kind: "module", line: "^\\s*module\\s+(?:\\w+::)*NAME" },
    { kind: "method", line: "^\\s*(?:(?:private|protected|public|private_class_method)\\s+)?def\\s+(?:self\\.|\\w+\\.)?NAME" },
    { kind: "method", line: "^\\s*(?:attr_(?:accessor|reader|writer)|define_method|alias_method|delegate|scope|belongs_to|has_many|has_one)[\\s(](?:.*[\\s,(])?:NAME" },
    { kind: "constant", line: "^\\s*(?=[A-Z])NAME\\s*=(?![=~>])" },
    { kind: "variable", line: "^NAME\\s*=(?![=~>])" },
  ],
};

const PHP_MODIFIERS = "^\\s*(?:(?:public|private|protected|static|final|abstract|readonly|var)\\s+)";

const php: LanguageRules = {
  sigil: "$",
  container: /^\s*(?:(?:abstract|final|readonly)\s+)*(?:class|interface|trait|enum)\s+(?<owner>\w+)/,
  rules: [
    ...["class", "interface", "trait", "enum"].map((kind) => ({ kind, line: `^\\s*(?:(?:abstract|final|readonly)\\s+)*${kind}\\s+NAME` })),
    { kind: "method", line: `${PHP_MODIFIERS}+function\\s+&?NAME` },
    { kind: "method", line: "^\\s+function\\s+&?NAME", inside: /^\s*(?:(?:abstract|final|readonly)\s+)*(?:class|interface|trait|enum)\s/ },
    { kind: "function", line: "^\\s*function\\s+&?NAME" },
    { kind: "constant", line: `(?:^\\s*|${PHP_MODIFIERS}+)const\\s+(?:\\w+\\s+)?NAME\\s*=` },
    { kind: "constant", line: "^\\s*define\\s*\\(\\s*['\"]NAME['\"]" },
    { kind: "property", line: `${PHP_MODIFIERS}+(?:[\\w?|&\\\\]+\\s+)?\\$NAME` },
    { kind: "variable", line: "^\\$NAME\\s*=" },
    { kind: "variant", line: "^\\s*case\\s+NAME\\s*[=;]", inside: /^\s*enum\s/ },
  ],
};

const EXTENSIONS: ReadonlyMap<string, LanguageRules> = new Map([
  ...["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte"].map((extension) => [extension, javascript] as const),
  ...["py", "pyi"].map((extension) => [extension, python] as const),
  ...["c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "ino", "cu"].map((extension) => [extension, c] as const),
  ...["rb", "rake", "gemspec"].map((extension) => [extension, ruby] as const),
  ["go", go],
  ["rs", rust],
  ["java", java],
  ["cs", csharp],
  ["php", php],
]);

/** How a file's language defines names, by the file's extension. */
export function rulesFor(path: string): LanguageRules | undefined {
  return EXTENSIONS.get(/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "");
}
