// Bundles the page into dist/, from where the program embeds it: index.html and assets/ whose names carry a hash.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
process.chdir(here);
rmSync("dist/assets", { recursive: true, force: true });
mkdirSync("dist/assets", { recursive: true });

const { metafile } = await build({
  entryPoints: ["main.js"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: "dist",
  entryNames: "assets/[name]-[hash]",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

/** The licences of what is bundled, which ask to be handed on with it. */
function licences() {
  const packages = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const inside = input.split("node_modules/").at(-1).split("/");
    if (input.includes("node_modules/"))
      packages.add(inside[0].startsWith("@") ? inside.slice(0, 2).join("/") : inside[0]);
  }
  return [...packages]
    .sort()
    .map((name) => {
      const folder = join("node_modules", name);
      const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((known) => join(folder, known)).find(existsSync);
      if (!file) throw new Error(`${name} has no licence to hand on`);
      return `${name} ${version}\n\n${readFileSync(file, "utf8").trim()}\n`;
    })
    .join("\n\n");
}

const text = licences();
const told = `assets/licences-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.txt`;
writeFileSync(join("dist", told), text);

const outputs = Object.keys(metafile.outputs).map((name) => name.replace(/^dist\//, ""));
const one = (ending) => `/${outputs.find((name) => name.endsWith(ending))}`;
const html = readFileSync("index.html", "utf8")
  .replace("{script}", one(".js"))
  .replace("{style}", one(".css"))
  .replace("{licences}", `/${told}`);
writeFileSync("dist/index.html", html);
