// The text of a PDF as two readers give it, page by page.
//
// usage: node extract.mjs pdfjs|pdfium FILE     (a JSON list of the pages' texts)
//
// pdf.js reads as Firefox does, PDFium as Chrome does.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.CONFORMANCE_MODULES, "x.js"));

async function pdfjs(data) {
  const entry = require.resolve("pdfjs-dist/legacy/build/pdf.mjs");
  const { getDocument, VerbosityLevel } = await import(entry);
  const root = path.join(path.dirname(entry), "..", "..");
  const document = await getDocument({
    data,
    verbosity: VerbosityLevel.WARNINGS,
    cMapUrl: path.join(root, "cmaps") + "/",
    standardFontDataUrl: path.join(root, "standard_fonts") + "/",
  }).promise;
  const texts = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    // As its viewer asks; presentation forms are made letters where words are compared.
    const { items } = await page.getTextContent({ disableNormalization: true });
    texts.push(joined(items));
  }
  await document.destroy();
  return texts;
}

// pdf.js turns each item around for itself, not the items of a line among each other
// (evaluator.js, runBidiTransform): the last word of one may so come before the first of
// the next without the space that stood elsewhere. Where the direction changes, a word ends.
function joined(items) {
  let text = "";
  let before = null;
  for (const { str = "", dir, hasEOL } of items) {
    if (str && before && dir !== before) text += " ";
    if (str.trim()) before = dir;
    text += str + (hasEOL ? "\n" : "");
  }
  return text;
}

async function pdfium(data) {
  const { PDFiumLibrary } = require("@hyzyla/pdfium");
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(data);
  const texts = [...document.pages()].map((page) => page.getText());
  document.destroy();
  library.destroy();
  return texts;
}

const [reader, file] = process.argv.slice(2);
const data = new Uint8Array(await readFile(file));
process.stdout.write(JSON.stringify(await { pdfjs, pdfium }[reader](data)));
