import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const api = process.env.COUNTERSIGN_API ?? "http://localhost:8080";

/**
 * In development the server answers /pod with the pod's own page and every other route with the console, as the API does in production.
 * Under /parts it shows the gallery of parts, which no build holds.
 */
const pages: Plugin = {
  name: "countersign-pages",
  apply: "serve",
  configureServer(server) {
    server.middlewares.use((req, _res, next) => {
      if (/^\/pod([/?]|$)/.test(req.url ?? "")) req.url = "/pod.html";
      if (/^\/parts([/?]|$)/.test(req.url ?? "")) req.url = "/gallery.html";
      next();
    });
  },
};

/** Leaves scripts and styles compressed beside the plain ones, as small as they get; the API serves what the browser takes. Fonts are compressed already. */
const compressed: Plugin = {
  name: "countersign-compressed",
  apply: "build",
  writeBundle({ dir }) {
    const assets = join(dir ?? "dist", "assets");
    for (const name of readdirSync(assets).filter((each) => /\.(js|css|svg)$/.test(each))) {
      const body = readFileSync(join(assets, name));
      writeFileSync(join(assets, `${name}.gz`), gzipSync(body, { level: 9 }));
      writeFileSync(
        join(assets, `${name}.br`),
        brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
      );
    }
  },
};

export default defineConfig({
  plugins: [pages, compressed],
  build: {
    target: "es2022",
    // The first versions with light-dark(), which the tokens are made of.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // The content security policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: "index.html", pod: "pod.html" },
      // "use client" marks of libraries mean nothing here.
      onLog: (level, log, report) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
    },
  },
  // The API refuses foreign origins; the proxy speaks as the API's own.
  server: { proxy: { "/v1": { target: api, changeOrigin: true, headers: { origin: api } } } },
});
