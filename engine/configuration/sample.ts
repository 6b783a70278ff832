/** A configuration file to begin with: everything is there, in comments, with its default. */
export const sampleConfiguration = `# Unified DGM. Every key may be left out; docs/configuration.md explains them all.

# models:
#   context_analyzer:          # reads the repository and finds what matters
#     provider: meta           # meta, anthropic, openai, openai_compatible, vscode, embedded
#     model: llama-4-scout
#     max_tokens: 10000000     # the model's window
#   reasoning_engine:          # plans, and studies failures
#     provider: anthropic
#     model: claude-sonnet-4
#     fallback:                # takes its place when it fails
#       provider: openai
#       model: gpt-o4-mini
#   code_generator:            # writes the code
#     provider: openai
#     model: gpt-4.1

# security:
#   sandbox_mode: auto         # docker, seatbelt, bubblewrap, auto
#   network_enabled: false

# dgm:
#   evolution_enabled: true
#   test_before_merge: true
#   benchmark_suite: starter   # swe_bench, polyglot, history, starter
#   workers: 1

# approval_mode: suggest       # suggest, auto-edit, full-auto
# max_cost: 1.00               # US dollars a task
`;
