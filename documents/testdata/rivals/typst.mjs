// Compiles a typst source a number of times in one process, as PDF/UA-1, and tells how long each took in milliseconds.
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { readFileSync, writeFileSync } from "node:fs";

const [source, fonts, out, times] = process.argv.slice(2);
const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: [fonts] }] });
const words = readFileSync(source, "utf8");
const took = [];
for (let i = -1; i < Number(times); i++) { // the first is what is done once
  compiler.evictCache(0); // each time anew, as a document that was never made before
  const start = performance.now();
  const pdf = compiler.pdf({ mainFileContent: words }, { pdfStandard: "ua-1" });
  if (i >= 0) took.push(performance.now() - start);
  writeFileSync(out, pdf);
}
console.log(JSON.stringify(took));
