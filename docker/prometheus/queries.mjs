// Asks a Prometheus all that dashboards show and rules need, and prints what came of it. Fails where there is no data.
import { readFileSync, readdirSync } from "node:fs";

const prometheus = process.argv[2];
const here = new URL(".", import.meta.url);
const dashboards = new URL("../grafana/dashboards/", here);
const missing = [];

async function ask(query) {
  const response = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`);
  const answer = await response.json();
  if (answer.status !== "success") throw new Error(`${query}: ${answer.error}`);
  return answer.data.result;
}

async function get(path) {
  return (await (await fetch(prometheus + path)).json()).data;
}

function row(...cells) {
  console.log(`| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`);
}

function found(what, result) {
  const values = result.map((series) => Number(series.value[1])).filter((value) => !Number.isNaN(value));
  if (values.length === 0) missing.push(what);
  return [values.length, values.length === 0 ? "**no data**" : Number(values[0].toPrecision(4))];
}

// As Grafana does it where a dashboard shows many hours; so all of the run counts, however slow it was.
const substituted = (query) => query.replaceAll("$__rate_interval", "15m").replaceAll("$instance", ".*");

row("dashboard", "panel", "query", "series", "first value");
row("---", "---", "---", "---:", "---:");
for (const file of readdirSync(dashboards).sort()) {
  const dashboard = JSON.parse(readFileSync(new URL(file, dashboards), "utf8"));
  for (const panel of dashboard.panels) {
    for (const target of panel.targets ?? []) {
      const name = `${dashboard.uid}, ${panel.title}, ${target.refId}`;
      row(dashboard.uid.replace("ticketsafe-", ""), panel.title, target.legendFormat || target.refId,
        ...found(name, await ask(substituted(target.expr))));
    }
  }
}

console.log();
row("recording rule", "series", "first value");
row("---", "---:", "---:");
const rules = (await get("/api/v1/rules")).groups.flatMap((group) => group.rules);
for (const name of new Set(rules.filter((rule) => rule.type === "recording").map((rule) => rule.name))) {
  row(name, ...found(name, await ask(name)));
}

// What an alert looks at must be there; status is left out, because a status that never was answered is not counted.
const SELECTOR = /[a-zA-Z_][\w:]*\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\}|\b(?:ticketsafe|vertx|jvm|process)[\w:]+\b(?!\{)/g;
// There is no Kafka and no replica here, and TLS by a certificate that dev makes.
const ELSEWHERE = /^ticketsafe_(facts_lag|reports_facts_parked|tls_certificate)|-replica/;
console.log();
row("alert", "looks at", "state");
row("---", "---:", "---");
for (const alert of rules.filter((rule) => rule.type === "alerting")) {
  const selectors = new Set(alert.query.match(SELECTOR));
  for (const selector of selectors) {
    if (ELSEWHERE.test(selector)) continue;
    const stripped = selector.replace(/,?\s*status=~?"[^"]*"/, "");
    if ((await ask(`count(${stripped})`)).length === 0) missing.push(`${alert.name}: ${stripped}`);
  }
  row(alert.name, `${selectors.size} series`, alert.state);
  // Nothing is wrong, except that a busy machine is slow.
  const firing = alert.state === "firing" && !alert.name.startsWith("SloBudget");
  if (firing || alert.health !== "ok") missing.push(`${alert.name} is ${alert.state} ${alert.lastError ?? ""}`);
}

console.log(`\n${(await ask('count({job="ticketsafe"})'))[0].value[1]} series of one process with all roles`);
if (missing.length > 0) {
  console.error(`\nno data, or an alert where nothing is wrong:\n${missing.join("\n")}`);
  process.exit(1);
}
