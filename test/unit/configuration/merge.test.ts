import assert from "node:assert/strict";
import fc from "fast-check";
import { checkSource } from "../../../engine/configuration/check.ts";
import { completeConfiguration } from "../../../engine/configuration/complete.ts";
import { mergeConfigurations, mergeModel } from "../../../engine/configuration/merge.ts";
import { limitProject } from "../../../engine/configuration/project-limits.ts";
import type { ConfigurationFile, ModelEntry } from "../../../engine/configuration/schema.ts";
import { valueSource } from "../../../engine/configuration/source.ts";
import { approvalModeSchema, providerSchema, type Role, roleSchema } from "../../../engine/protocol/words.ts";

const some: { readonly requiredKeys: never[]; readonly noNullPrototype: true } = { requiredKeys: [], noNullPrototype: true };
const address = (owner: string): fc.Arbitrary<string> => fc.constantFrom(`https://${owner}.example/v1`, `http://${owner}.example:8080`);
const plainModel = (owner: string) =>
  fc.record({ provider: fc.constantFrom(...providerSchema.options), model: fc.constantFrom("a", "b"), base_url: address(owner), api_key_env: fc.constantFrom(`${owner.toUpperCase()}_KEY`), temperature: fc.constantFrom(0, 1), max_tokens: fc.integer({ min: 1, max: 9 }) }, some);
const model = (owner: string): fc.Arbitrary<ModelEntry> => fc.tuple(plainModel(owner), fc.option(fc.oneof(plainModel(owner), fc.array(plainModel(owner), { maxLength: 2 })), { nil: undefined })).map(([entry, fallback]) => (fallback === undefined ? entry : { ...entry, fallback }));
const sections = (owner: string) => ({
  security: fc.record({ sandbox_mode: fc.constantFrom("docker", "bubblewrap", "auto"), network_enabled: fc.boolean(), sandbox_image: fc.constantFrom(`${owner}-image`) }, some),
  dgm: fc.record({ evolution_enabled: fc.boolean(), test_before_merge: fc.boolean(), workers: fc.integer({ min: 1, max: 9 }) }, some),
  approval_mode: fc.constantFrom(...approvalModeSchema.options),
  max_cost: fc.integer({ min: 0, max: 9 }),
  prices: fc.array(fc.record({ model: fc.constantFrom(owner), input: fc.nat(9), output: fc.nat(9) }, { noNullPrototype: true }), { maxLength: 2 }),
  instructions: fc.record({ max_bytes: fc.nat(99) }, some),
});
const file = (owner: string): fc.Arbitrary<ConfigurationFile> => fc.record({ models: fc.record({ context_analyzer: model(owner), reasoning_engine: model(owner), code_generator: model(owner) }, some), ...sections(owner) }, some);
const withoutModels: fc.Arbitrary<ConfigurationFile> = fc.record(sections("any"), some);

describe("one configuration over another", () => {
  it("may be put together from either end, where no model is named", () => {
    fc.assert(
      fc.property(withoutModels, withoutModels, withoutModels, (one, two, three) => {
        assert.deepEqual(mergeConfigurations(mergeConfigurations(one, two), three), mergeConfigurations(one, mergeConfigurations(two, three)));
      }),
    );
  });

  it("is itself over nothing, under nothing and over itself", () => {
    fc.assert(
      fc.property(file("any"), (each) => {
        assert.deepEqual(mergeConfigurations({}, each), each);
        assert.deepEqual(mergeConfigurations(each, {}), each);
        assert.deepEqual(mergeConfigurations(each, each), each);
      }),
    );
  });

  it("never mixes the address or the key of one provider into another's model", () => {
    fc.assert(
      fc.property(model("under"), model("over"), (under, over) => {
        const { provider, base_url: url, api_key_env: key } = mergeModel(under, over);
        if (url?.includes("under") === true || key?.startsWith("UNDER") === true) assert.equal(provider, under.provider);
      }),
    );
  });
});

/** All that says where keys and code go. */
function destinations(configuration: ConfigurationFile): readonly string[] {
  const models = roleSchema.options.flatMap((role: Role) => {
    const entry = configuration.models?.[role];
    return entry === undefined ? [] : [entry, ...[entry.fallback ?? []].flat()];
  });
  return [...models.flatMap(({ base_url: url, api_key_env: key }) => [url ?? [], key ?? []].flat()), ...[configuration.security?.sandbox_image ?? []].flat(), ...(configuration.prices ?? []).map((price) => price.model)];
}

describe("whatever a project's file says", () => {
  it("keys and code go where the user's file sends them, and the limits are the user's or narrower", () => {
    fc.assert(
      fc.property(file("user"), file("project"), (user, project) => {
        const limited = limitProject(project, user, valueSource("project", project)).values;
        const merged = mergeConfigurations(user, limited);
        for (const each of destinations(merged)) assert.match(each, /user/i);
        const modes = approvalModeSchema.options;
        assert.ok(modes.indexOf(merged.approval_mode ?? "suggest") <= modes.indexOf(user.approval_mode ?? "suggest"));
        assert.ok((merged.max_cost ?? Infinity) <= (user.max_cost ?? Infinity));
        assert.equal(merged.security?.network_enabled === true && user.security?.network_enabled !== true, false);
        assert.equal(merged.dgm?.test_before_merge === false && user.dgm?.test_before_merge !== false, false);
        assert.equal(merged.dgm?.evolution_enabled === true && user.dgm?.evolution_enabled === false, false);
        if (user.security?.sandbox_mode !== undefined) assert.equal(merged.security?.sandbox_mode, user.security.sandbox_mode);
      }),
      { numRuns: 500 },
    );
  });

  it("every refusal is told, and what was not refused is unchanged", () => {
    fc.assert(
      fc.property(file("user"), file("project"), (user, project) => {
        const before = structuredClone(project);
        const { values, problems } = limitProject(project, user, valueSource("project", project));
        assert.deepEqual(project, before);
        if (problems.length === 0) assert.deepEqual(values, project);
        else assert.notDeepEqual(values, project);
      }),
    );
  });
});

describe("a configuration with some values spoiled", () => {
  const spoiled = fc.constantFrom<unknown>("nonsense", -1, null, true, [], {}, [1], { x: 1 });

  it("is never rejected whole: what is left holds, and each spoiled price is told of its own place once", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ input: fc.oneof(fc.constant<unknown>(1), spoiled), output: fc.oneof(fc.constant<unknown>(1), spoiled) }), { maxLength: 8 }), (rates) => {
        const prices = rates.map((rate, index) => ({ model: `m${index}`, ...rate }));
        const { values, problems } = checkSource(valueSource("test", { max_cost: 1, prices }));
        const good = prices.filter(({ input, output }) => input === 1 && output === 1).map(({ model: name }) => name);
        assert.deepEqual([values.max_cost, (values.prices ?? []).map((price) => price.model)], [1, good]);
        const faults = prices.flatMap(({ input, output }, index) => [...(input === 1 ? [] : [`prices.${index}.input`]), ...(output === 1 ? [] : [`prices.${index}.output`])]);
        assert.deepEqual(problems.map(({ message }) => message.split(" ")[0]).toSorted(), faults.toSorted());
      }),
    );
  });

  it("comes to a whole configuration, with only whole models in it", () => {
    fc.assert(
      fc.property(file("any"), (each) => {
        const lacking: string[] = [];
        const { models } = completeConfiguration(each, (path) => lacking.push(path.join(".")));
        for (const role of roleSchema.options) {
          assert.equal(models[role] !== undefined, each.models?.[role] !== undefined && !lacking.includes(`models.${role}`));
          for (const held of [models[role] ?? [], models[role]?.fallback ?? []].flat()) assert.ok(held.model !== "" && (held.provider !== "openai_compatible" || held.base_url !== undefined));
        }
      }),
    );
  });
});
