// Looks at pages in Chromium: axe-core in four views, reflow, console, network, text.
//
// usage: node browser.mjs TOOLS JOBS
//
// JOBS is a file of JSON: [{name, file, root} or {name, site, path}]; `axe: false` leaves
// axe out, `quick: true` all but axe in the first view.
//
// Prints a JSON object {name: {problems: [], review: [], text: ""}}. A `file` is opened
// as a reader would open it from the disk and may ask for nothing but what lies in its
// `root`; a `site` is served on this machine and may ask for nothing but itself.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname, join, normalize, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [tools, jobsFile] = process.argv.slice(2);
const require = createRequire(join(resolve(tools), "package.json"));
const puppeteer = require("puppeteer-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const VIEWS = [
  { name: "light, 1280 px", scheme: "light", size: WIDE },
  { name: "dark, 1280 px", scheme: "dark", size: WIDE },
  { name: "light, 390 px", scheme: "light", size: PHONE },
  { name: "dark, 390 px", scheme: "dark", size: PHONE },
];
// WCAG 1.4.10 wants text to reflow at 320 px.
const REFLOW_WIDTHS = [390, 320];
const AT_ONCE = 2;
const TIMEOUT_MS = 60_000;

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript",
  ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png",
  ".jpg": "image/jpeg", ".woff2": "font/woff2", ".otf": "font/otf", ".ttf": "font/ttf",
  ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
};

async function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    try {
      const body = await readFile(join(folder, path.endsWith("/") ? path + "index.html" : path));
      const type = TYPES[extname(path) || ".html"] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type }).end(body);
    } catch {
      // A browser asks for this by itself; only a page that names it must have it.
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}

const jobs = JSON.parse(await readFile(jobsFile, "utf8"));
const servers = new Map();
for (const job of jobs.filter((job) => job.site)) {
  if (!servers.has(job.site)) servers.set(job.site, await serve(job.site));
}

function address(job) {
  if (!job.site) {
    const url = pathToFileURL(job.file).href;
    return { url, allowed: pathToFileURL(job.root).href };
  }
  const allowed = `http://127.0.0.1:${servers.get(job.site).address().port}/`;
  return { url: allowed + job.path.split("/").map(encodeURIComponent).join("/"), allowed };
}

async function look(browser, job) {
  const page = await browser.newPage();
  const found = { problems: [], review: [], text: "" };
  const violations = new Map(); // what axe said: the views in which it said so
  const undecided = new Map();
  const { url, allowed } = address(job);
  page.setDefaultTimeout(TIMEOUT_MS);
  page.on("pageerror", (error) => found.problems.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    const type = message.type();
    if (type === "error" || type === "warn") {
      found.problems.push(`console ${type}: ${message.text()}`);
    }
  });
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const target = request.url();
    if (/^(data|blob):/.test(target) || target.startsWith(allowed)) return request.continue();
    found.problems.push(`asks for ${target.slice(0, 120)}`);
    return request.abort();
  });
  page.on("response", (response) => {
    if (response.status() >= 400) found.problems.push(`${response.status()} ${response.url()}`);
  });

  for (const view of job.axe === false ? [] : VIEWS.slice(0, job.quick ? 1 : undefined)) {
    await page.setViewport(view.size);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: view.scheme }]);
    // Loaded anew: a page may choose by width or scheme only once.
    await page.goto(url, { waitUntil: "load" });
    await page.evaluate(axe);
    const result = await page.evaluate(
      // What axe finds in these is listed; the whole result is large and slow to send.
      async (tags) => {
        const short = (rules) => rules.map(({ id, impact, help, nodes }) => ({
          id, impact, help, nodes: nodes.map(({ target }) => target.join(" ")),
        }));
        const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
        const { violations, incomplete, passes } = await axe.run(document, options);
        const [wrong, open] = [short(violations), short(incomplete)];
        return { violations: wrong, incomplete: open, passes: passes.length };
      },
      TAGS,
    );
    if (result.passes === 0) found.problems.push(`axe (${view.name}): nothing was checked`);
    const note = (known, what) => known.set(what, [...(known.get(what) ?? []), view.name]);
    for (const { id, impact, help, nodes } of result.violations) {
      note(violations, `${id}, ${impact}: ${help}: ${nodes.slice(0, 3).join("; ")}`);
    }
    for (const { id, nodes } of result.incomplete) {
      note(undecided, `${id}: ${nodes.slice(0, 3).join("; ")}`);
    }
  }
  const told = (known) => [...known].map(([what, views]) => `axe (${views.join(" | ")}): ${what}`);
  found.problems.push(...told(violations));
  found.review.push(...told(undecided));
  if (job.quick) {
    await page.close();
    return found;
  }
  for (const width of REFLOW_WIDTHS) {
    await page.setViewport({ ...PHONE, width });
    await page.goto(url, { waitUntil: "load" });
    const [needed, given] = await page.evaluate(() => {
      const root = document.scrollingElement ?? document.documentElement;
      return [root.scrollWidth, window.innerWidth];
    });
    if (needed > given) found.problems.push(`${needed} px wide in a window of ${width} px`);
  }

  // What can be read where no script runs and nothing was opened.
  await page.setJavaScriptEnabled(false);
  await page.setViewport(WIDE);
  await page.goto(url, { waitUntil: "load" });
  found.problems = [...new Set(found.problems)]; // each view loads the page again
  // Asked of the root: of an element that is not shown, innerText gives all text.
  found.text = await page.evaluate(() => document.documentElement.innerText ?? "");
  await page.close();
  return found;
}

const browser = await puppeteer.launch({
  executablePath: join(resolve(tools), "chromium"),
  headless: true,
  args: ["--hide-scrollbars"],
});
const results = {};
const waiting = [...jobs];
async function work() {
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    try {
      results[job.name] = await look(browser, job);
    } catch (error) {
      results[job.name] = { problems: [`not checked: ${error.message}`], review: [], text: "" };
    }
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work)).finally(() => browser.close());
for (const server of servers.values()) server.close();
console.log(JSON.stringify(results));
