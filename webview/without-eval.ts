import * as z from "zod/mini";

// Comes before every schema: otherwise zod tries `new Function`, which the page's content security policy reports.
z.config({ jitless: true });
