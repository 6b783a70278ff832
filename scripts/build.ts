import { build } from "./build/build.ts";
import { main } from "./process/main.ts";

await main(async () => {
  await build(console.log);
  return 0;
});
