import * as z from "zod/mini";
import { approvalModeSchema, providerSchema } from "../protocol/words.ts";

const described = <Schema extends z.ZodMiniType>(schema: Schema, text: string): Schema => schema.check(z.describe(text));
const dollars = z.number().check(z.minimum(0));
const tokenCount = z.int().check(z.minimum(1));

const modelShape = {
  provider: z.optional(described(providerSchema, "Who serves the model. `openai_compatible` is any server with the Chat Completions API (Ollama, vLLM, LM Studio, OpenRouter), at `base_url`.")),
  model: z.optional(described(z.string().check(z.minLength(1)), "The model's name: llama-4-scout, claude-sonnet-4, gpt-o4-mini, gpt-4.1, or the service's own name of any other.")),
  max_tokens: z.optional(described(tokenCount, "The model's window: tokens of input and output together. Longer requests are packed down to it.")),
  max_output_tokens: z.optional(described(tokenCount, "The most tokens that an answer may have, those of its reasoning included.")),
  base_url: z.optional(described(z.url({ protocol: /^https?$/ }), "The service's address, for a server of your own or a proxy. Only read from the file in your home folder.")),
  api_key_env: z.optional(described(z.string().check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/)), "The name (not the value) of the environment variable with the key. Only read from the file in your home folder.")),
  temperature: z.optional(described(z.number().check(z.minimum(0), z.maximum(2)), "How freely the model picks its words, 0 to 2. Left out: the service's default.")),
  reasoning_effort: z.optional(described(z.enum(["minimal", "low", "medium", "high"]), "How long a reasoning model thinks.")),
};
const fallbackModelSchema = z.strictObject(modelShape);
const modelSchema = z.strictObject({
  ...modelShape,
  fallback: z.optional(described(z.union([fallbackModelSchema, z.array(fallbackModelSchema)]), "The model, or models in order, that take its place when it is missing, out of quota or failing.")),
});

/** What a configuration file may hold. Types, checks and the published JSON Schema all come from here. */
export const configurationFileSchema = z.strictObject({
  models: z.optional(
    z.strictObject({
      context_analyzer: z.optional(described(modelSchema, "Reads the repository and finds what matters for a request.")),
      reasoning_engine: z.optional(described(modelSchema, "Plans, and studies failures.")),
      code_generator: z.optional(described(modelSchema, "Writes the code.")),
    }),
  ),
  security: z.optional(
    z.strictObject({
      sandbox_mode: z.optional(described(z.enum(["docker", "seatbelt", "bubblewrap", "auto"]), "Where commands run. Where the one named is missing no command is run; `auto` takes the best that is there.")),
      network_enabled: z.optional(described(z.boolean(), "Whether commands in the sandbox reach the network. Only read from the file in your home folder.")),
      sandbox_image: z.optional(described(z.string().check(z.minLength(1)), "The Docker image that commands run in. Only read from the file in your home folder.")),
    }),
  ),
  dgm: z.optional(
    z.strictObject({
      evolution_enabled: z.optional(described(z.boolean(), "Whether the agent may improve itself.")),
      test_before_merge: z.optional(described(z.boolean(), "Whether a better generation must pass the gate before it is merged.")),
      benchmark_suite: z.optional(described(z.enum(["swe_bench", "polyglot", "history", "starter"]), "The suite that a generation is measured on.")),
      workers: z.optional(described(z.int().check(z.minimum(1), z.maximum(256)), "How many evaluations run at the same time.")),
    }),
  ),
  approval_mode: z.optional(described(approvalModeSchema, "What a task may do without asking.")),
  max_cost: z.optional(described(dollars, "US dollars that one task may spend on models. It stops before the call that would pass it.")),
  prices: z.optional(
    described(
      z.array(
        z.strictObject({
          provider: z.optional(providerSchema),
          model: z.string().check(z.minLength(1)),
          input: dollars,
          cached_input: z.optional(dollars),
          cache_write: z.optional(dollars),
          output: dollars,
        }),
      ),
      "US dollars per million tokens, over the built-in price table. Only read from the file in your home folder.",
    ),
  ),
  instructions: z.optional(z.strictObject({ max_bytes: z.optional(described(z.int().check(z.minimum(0), z.maximum(1_048_576)), "Bytes that the project's AGENTS.md files may have together.")) })),
});
export type ConfigurationFile = z.infer<typeof configurationFileSchema>;
export type ModelEntry = z.infer<typeof modelSchema>;

/** A model with all that is said of it; its fallbacks have none of their own. */
export type ModelConfiguration = Omit<ModelEntry, "provider" | "model" | "fallback"> & {
  readonly provider: NonNullable<ModelEntry["provider"]>;
  readonly model: string;
  readonly fallback: readonly ModelConfiguration[];
};

type Section<Name extends keyof ConfigurationFile> = NonNullable<ConfigurationFile[Name]>;

/** What the files, settings and flags come to, with the defaults in. */
export interface Configuration {
  readonly models: Readonly<Partial<Record<keyof Section<"models">, ModelConfiguration>>>;
  readonly security: { readonly sandbox_mode: NonNullable<Section<"security">["sandbox_mode"]>; readonly network_enabled: boolean; readonly sandbox_image?: string | undefined };
  readonly dgm: Readonly<Required<Section<"dgm">>>;
  readonly approval_mode: NonNullable<ConfigurationFile["approval_mode"]>;
  readonly max_cost?: number;
  readonly prices: Section<"prices">;
  readonly instructions: { readonly max_bytes: number };
}
