package io.ticketsafe.gateway.docs;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.gateway.problem.ProblemTexts;

/** The page that says what every code means. */
final class ProblemPage {
    private ProblemPage() {}

    static String write(ProblemTexts texts) {
        StringBuilder rows = new StringBuilder();
        for (FaultCode code : FaultCode.values()) {
            rows.append("<tr id=\"%s\"><td>%d</td><td><code>%s</code></td><td>%s</td></tr>%n"
                    .formatted(ProblemTexts.slug(code), code.status(), code, html(texts.meaning(code))));
        }
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>TicketSafe: problems</title>
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }
                table { border-collapse: collapse; width: 100%%; }
                td, th { border-bottom: 1px solid #ddd; padding: .5rem; text-align: left; vertical-align: top; }
                tr:target { background: #fff3bf; }
                code { background: #f3f3f3; padding: 0 .2em; }
                </style>
                </head>
                <body>
                <h1>Problems</h1>
                <p>Every refusal is a document of type <code>application/problem+json</code> (RFC 9457) with one of these
                codes. <a href="/docs">Back to the API</a></p>
                <table>
                <thead><tr><th>Status</th><th>Code</th><th>What it means</th></tr></thead>
                <tbody>
                %s</tbody>
                </table>
                </body>
                </html>
                """.formatted(rows);
    }

    private static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replaceAll("`([^`]*)`", "<code>$1</code>");
    }
}
