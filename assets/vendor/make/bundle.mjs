/* Writes ../plotly-guatu.min.js, the core of plotly.js and the traces named in traces.json, and ../regenerator.min.js,
   all that Dash's components need of the polyfill that Dash sends to old browsers. See README.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const traces = JSON.parse(readFileSync(here("traces.json"), "utf8"));
const { version } = JSON.parse(readFileSync(here("node_modules/plotly.js/package.json"), "utf8"));

const parts = traces.map((name) => `require("plotly.js/lib/${name}")`).join(", ");
await esbuild.build({
  stdin: {
    contents: `const Plotly = require("plotly.js/lib/core"); Plotly.register([${parts}]); module.exports = Plotly;`,
    resolveDir: here("."),
  },
  outfile: here("../plotly-guatu.min.js"),
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plotly",
  target: "es2020",
  define: { global: "window", "define.amd": "false" },
  loader: { ".css": "empty" }, // the style of a map library that no trace here uses
  legalComments: "none",
  banner: {
    js: [
      "/**",
      `* plotly.js (guatu: ${traces.join(", ")}) v${version}`,
      "* Copyright 2012-2026, Plotly, Inc.",
      "* All rights reserved.",
      "* Licensed under the MIT license",
      "*/",
    ].join("\n"),
  },
});

/* Outlines of the world come from this host or from none: plotly.js would ask a public one where no address is set. */
const made = here("../plotly-guatu.min.js");
writeFileSync(made, readFileSync(made, "utf8").replaceAll("https://cdn.plot.ly/un/", ""));

await esbuild.build({
  entryPoints: [here("node_modules/regenerator-runtime/runtime.js")],
  outfile: here("../regenerator.min.js"),
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "none",
  banner: { js: "/* regenerator-runtime. Copyright (c) 2014-present, Facebook, Inc. Licensed under the MIT license */" },
});
