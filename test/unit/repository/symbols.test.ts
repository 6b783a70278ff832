import assert from "node:assert/strict";
import fc from "fast-check";
import { findSymbol, type SymbolDefinition } from "../../../engine/repository/symbols.ts";
import { publishedPackage } from "../../support/published-package.ts";

type Files = Readonly<Record<string, string>>;
const find = (name: string, files: Files): Promise<readonly SymbolDefinition[]> => findSymbol(name, Object.keys(files), (path) => Promise.resolve(files[path] ?? null));

/** Each definition is marked by a comment with its name and kind; other lines with these names are uses, and must not be found. */
const SOURCES: Readonly<Record<string, { readonly mark: string; readonly text: string }>> = {
  "a.ts": {
    mark: "//=",
    text: `
export default abstract class Shop<T> extends Base { //= Shop class
  private readonly stock: Map<string, number>; //= stock property
  static count = 0; //= count property
  #secret?: string; //= secret property
  constructor(private readonly name: string) { //= constructor method
    super();
    this.load(name);
    visit(name, function () {
      load(name);
    });
  }
  async load<K>(name: K): Promise<void> { //= load method
    if (name) {
      return load(name);
    }
  }
  get size(): number { return 1; } //= size method
  *items() { //= items method
  }
  find( //= find method
    name: string,
  ): string {
    wait(
      name,
    );
  }
  handle = async (event: Event) => { //= handle method
  };
  abstract close(): void; //= close method
  receive({ //= receive method
    name,
  }: Options) {
    receive({
      name,
    });
    debug("load(): %s", name);
    load = async () => name;
  }
  on(listener: (event: Event) => void): this { //= on method
  }
  ready; //= ready property
}
export interface Options { //= Options interface
  readonly depth?: number; //= depth property
  visit: ( //= visit property
    path: string,
  ) => void;
  run(path: string): void; //= run method
}
export class Wide< //= Wide class
  Key extends string,
> extends Shop<Key> {
  wide(): Key[] { //= wide method
  }
}
export type Handler<T> = (value: T) => void; //= Handler type
export const enum Color { //= Color enum
  Red, //= Red property
  Green = 2, //= Green property
}
declare namespace Api { //= Api namespace
}
export async function* walk(root: string) { //= walk function
  const deep = (path: string) => path; //= deep function
  const { left, right: other } = split(root); //= left variable, other variable
  walk(root);
  return { walk: 1, run: (x) => x };
}
export const limit: number = 3, more = 4; //= limit variable
let parse = function () {}; //= parse function
var first = 1, second; //= first variable, second variable
const one = require("one"), //= one variable
  two = require("two"); //= two variable
module.exports.helper = helper; //= helper function
Shop.prototype.sell = function (x) { //= sell method
};
const api = { //= api variable
  fetch: async (x) => x, //= fetch method
};
// function commented() {}
`,
  },
  "a.py": {
    mark: "#=",
    text: `
LIMIT: int = 3 #= LIMIT variable
type Pair = tuple[int, int] #= Pair type
class Shop(Base): #= Shop class
    """A shop."""
    stock: dict[str, int] = {} #= stock property
    open = True #= open property

    @property
    async def size(self) -> int: #= size method
        self.cache = 1 #= cache property
        total = self.size()
        def helper(): #= helper function
            pass
        if total == LIMIT:
            return helper()
def walk(root): #= walk function
    walk(root)
`,
  },
  "a.go": {
    mark: "//=",
    text: `
package shop
type Shop[T any] struct { //= Shop struct
	name, Title string //= Title property, name property
	stock map[string]int //= stock property
}
type Reader interface { //= Reader interface
	Read(p []byte) (int, error) //= Read method
}
type (
	ID int //= ID type
)
const Limit = 3 //= Limit constant
const (
	Red Color = iota //= Red constant
	Green //= Green constant
)
var ErrGone = errors.New("gone") //= ErrGone variable
func New[T any](name string) *Shop[T] { //= New function
	return New(name)
}
func (s *Shop[T]) Sell(item string) error { //= Sell method
	s.Sell(item)
	return nil
}
`,
  },
  "a.rs": {
    mark: "//=",
    text: `
pub(crate) struct Shop<'a> { //= Shop struct
    pub stock: usize, //= stock property
}
enum Color { //= Color enum
    Red, //= Red variant
    Custom(u8, u8), //= Custom variant
}
pub trait Sells { //= Sells trait
    fn price(&self) -> u32; //= price method
}
impl<'a> Sells for Shop<'a> {
    fn cost(&self) -> u32 { //= cost method
        self.cost()
    }
}
pub const async unsafe fn run<T>(x: T) {} //= run function
pub static LIMIT: u32 = 1; //= LIMIT constant
type Alias = u32; //= Alias type
mod inner { //= inner module
}
macro_rules! log { //= log macro
}
`,
  },
  "A.java": {
    mark: "//=",
    text: `
package shop;
@Deprecated
public final class Shop<T> extends Base implements Sells { //= Shop class
    private static final Map<String, Integer> STOCK = new HashMap<>(); //= STOCK property
    int size; //= size property
    protected Shop(String name) { //= Shop constructor
        super(name);
        int local = compute(name);
        return;
    }
    @Override public <K extends T> List<K> find(K key, int[] more) throws IOException { //= find method
        compute(key);
        return find(key);
    }
    abstract void close(); //= close method
    void open(Listener listener) //= open method
    {
        listener.open(new Listener() {
        });
    }
    enum Color { //= Color enum
        RED(1), //= RED variant
        GREEN; //= GREEN variant
    }
    record Point(int x, int y) { //= Point record
    }
    public @interface Marker { //= Marker interface
    }
}
`,
  },
  "a.cpp": {
    mark: "//=",
    text: `
#define LIMIT 3 //= LIMIT macro
namespace shop { //= shop namespace
}
template <typename T> class Shop final : public Base { //= Shop class
public:
  explicit Shop(int size); //= Shop method
  virtual ~Shop(); //= Shop method
  std::vector<int> find(const std::string& key) const; //= find method
  int stock = 0; //= stock property
};
class Forward;
enum class Color { //= Color enum
  Red, //= Red variant
  Green = 2, //= Green variant
};
typedef struct { //
  int x; //= x property
} Point; //= Point type
typedef unsigned long word_t; //= word_t type
using Names = std::vector<std::string>; //= Names type
static const int kMax = 3; //= kMax variable
std::vector<int> Shop::find(const std::string& key) const { //= find method
  compute(key);
  return find(key);
}
static inline int *compute(int x) //= compute function
{
  compute(x);
}
main(argc, argv) //= main function
{
}
`,
  },
  "a.cs": {
    mark: "//=",
    text: `
namespace My.Store; //= Store namespace
[Serializable]
public sealed partial class Shop<T> : Base where T : class //= Shop class
{
    private readonly List<int> _stock = new(); //= _stock property
    public required string Name { get; init; } //= Name property
    public int Size => _stock.Count; //= Size property
    public event EventHandler<Args>? Closed; //= Closed event
    public delegate void Handler(int x); //= Handler delegate
    public async Task<IReadOnlyList<T>> FindAsync<T>(string key, CancellationToken token = default) //= FindAsync method
    {
        var found = await FindAsync(key);
        return Compute(found);
    }
}
public record struct Point(int X, int Y); //= Point record
internal interface ISells //= ISells interface
{
    decimal Price(int id); //= Price method
}
`,
  },
  "a.rb": {
    mark: "#=",
    text: `
module Store #= Store module
  class Admin::Shop < Base #= Shop class
    LIMIT = 3 #= LIMIT constant
    attr_reader :stock, :name #= name method
    def self.open?(x) #= open? method
      open?(x)
    end
    private def close #= close method
      close if LIMIT == 3
    end
  end
end
`,
  },
  "a.php": {
    mark: "//=",
    text: `
<?php
define('LIMIT', 3); //= LIMIT constant
final class Shop extends Base //= Shop class
{
    private ?array $stock = []; //= stock property
    public const MAX = 3; //= MAX constant
    public static function &find(string $key): ?string //= find method
    {
        return $this->find($key);
    }
    function old() { //= old method
    }
}
enum Suit: string { //= Suit enum
    case Hearts = 'H'; //= Hearts variant
}
trait Sells { //= Sells trait
}
function walk($root) { //= walk function
}
$config = load(); //= config variable
`,
  },
};

describe("the definitions of a name", () => {
  for (const [path, { mark, text }] of Object.entries(SOURCES)) {
    it(`are found in ${path}, and its uses are not`, async () => {
      const expected = text.split("\n").flatMap((line, index) => (line.split(`${mark} `)[1]?.split(", ") ?? []).map((definition) => `${index + 1} ${definition}`));
      const source = text.replaceAll(new RegExp(` *${mark}.*$`, "gm"), "");
      const found: string[] = [];
      for (const name of new Set(expected.map((definition) => definition.split(" ")[1] ?? ""))) {
        for (const { line, kind } of await find(name, { [path]: source })) if (source.split("\n")[line - 1]?.includes(name) === true) found.push(`${line} ${name} ${kind}`);
      }
      const byLine = (left: string, right: string): number => Number.parseInt(left) - Number.parseInt(right) || (left < right ? -1 : 1);
      assert.deepEqual(found.sort(byLine), expected.sort(byLine));
    });
  }

  for (const [name, expected] of [
    ["Shop.load", "a.ts:13"], ["Shop.prototype.sell", "a.ts:76"], ["Options.run", "a.ts:49"], ["Wide.wide", "a.ts:54"], ["Color.Red", "a.ts:59"], ["shop.Shop.size", "a.py:10"], ["Shop.Sell", "a.go:22"], ["Shop::cost", "a.rs:13"], ["Shop#find", "A.java:12"], ["Shop::find", "a.cpp:23"], ["Shop.FindAsync", "a.cs:11"], ["Shop#close", "a.rb:9"], ["Shop::$stock", "a.php:6"], ["Shop.load()", "a.ts:13"],
  ] as const) {
    it(`are those of the class in ${name}`, async () => {
      const files = Object.fromEntries(Object.entries(SOURCES).map(([path, { text }]) => [path, text]));
      const found = (await find(name, files)).map(({ path, line }) => `${path}:${line}`);
      assert.ok(found.includes(expected), `${expected} is not in ${found.join()}`);
    });
  }

  it("are not those of another class", async () => {
    assert.deepEqual(await find("Other.load", { "a.ts": "class Shop {\n  load() {\n  }\n}\nclass Other {\n  save() {\n  }\n}\n" }), []);
  });

  it("come by the exact name first, then whatever the case", async () => {
    const found = await find("parseUrl", { "a.ts": "function parseURL() {}\nfunction PARSEURL() {}\n", "b.ts": "function parseUrl() {}\n" });
    assert.deepEqual(found.map(({ path, line }) => `${path}:${line}`), ["b.ts:1", "a.ts:1", "a.ts:2"]);
  });

  it("come by types and functions before members", async () => {
    const found = await find("map", { "a.ts": "class A {\n  map() {\n  }\n}\n", "b.ts": "export function map() {}\n" });
    assert.deepEqual(found.map(({ path, kind }) => `${path} ${kind}`), ["b.ts function", "a.ts method"]);
  });

  it("are none for what is no name", async () => {
    for (const name of ["", "   ", ".*", "a b", "(", "a\nb", "-e", "x".repeat(500)]) assert.deepEqual(await find(name, { "a.ts": `class ${name} {}\nclass a {}\n` }), [], name);
  });

  it("are found beside files that cannot be read or are of no known language", async () => {
    const found = await findSymbol("a", ["gone.ts", "bad.ts", "a.txt", "a.ts"], (path) => (path === "bad.ts" ? Promise.reject(new Error("bad")) : Promise.resolve(path === "gone.ts" ? null : "class a {}")));
    assert.deepEqual(found, [{ path: "a.ts", line: 1, kind: "class", text: "class a {}" }]);
  });

  it("are at most a hundred, and cut", async () => {
    const found = await find("x", { "a.ts": `function x(${"a".repeat(300)}) {}\n`.repeat(200) });
    assert.equal(found.length, 100);
    assert.equal(found[0]?.text.length, 201);
  });

  it("are found in a published package by each of its functions' names", async () => {
    const files = publishedPackage("qs", /^lib\/.*\.js$/);
    const names = Object.values(files).flatMap((text) => [...text.matchAll(/^(?:var|function) (\w+)/gm)].map(([, name = ""]) => name));
    assert.ok(names.length > 30);
    for (const name of names) assert.notEqual((await find(name, files)).length, 0, name);
  });

  it("are looked for in any text without harm", async () => {
    const piece = fc.constantFrom("class ", "x", "(", ")", "<", ">", "{", " ", "\n", "\t", "::", "impl ", "template <", "public ", ",", ":", "=", "=>", "def ", "struct ", "[", "]", "*", "@a", ";", "type ");
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 200 }).map((pieces) => pieces.join("")), fc.constantFrom("ts", "py", "go", "rs", "java", "cpp", "cs", "rb", "php"), async (text, extension) => {
        const found = await find("x", { [`a.${extension}`]: text });
        const lines = text.split("\n");
        for (const { line } of found) assert.match(lines[line - 1] ?? "", /x/);
      }),
    );
  });
});
