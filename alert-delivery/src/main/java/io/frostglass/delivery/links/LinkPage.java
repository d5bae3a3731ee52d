package io.frostglass.delivery.links;

import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.delivery.links.LinkTarget.IncidentLink;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Plain pages without scripts and styles. The id of the incident is all that is said of it.
///
/// @param response to which one page is written
record LinkPage(Response response, Callback callback) {

    /// The link itself is a secret: nothing may store it, or hand it on.
    static void protect(Response response) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, "no-store, private");
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Robots-Tag", "noindex, nofollow");
    }

    void show(IncidentLink link) {
        var buttons = new StringBuilder("<form method=\"post\">");
        if (link.actions().contains(IncidentActionKind.acknowledge)) {
            buttons.append("<button name=\"action\" value=\"acknowledge\">Acknowledge</button> ");
        }
        if (link.actions().contains(IncidentActionKind.resolve)) {
            buttons.append("<button name=\"action\" value=\"resolve\">Resolve</button>");
        }
        String incident = escaped(link.incident().text());
        write(
                HttpStatus.OK_200,
                "Incident " + incident,
                buttons.append("</form>").toString());
    }

    void done(IncidentActionKind action) {
        String what = action == IncidentActionKind.resolve ? "resolved" : "acknowledged";
        say(HttpStatus.OK_200, "Done", "The incident is " + what + " in a moment, unless it was resolved before.");
    }

    void say(int status, String title, String text) {
        write(status, title, "<p>" + text + "</p>");
    }

    private void write(int status, String title, String body) {
        protect(response);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
        String html = """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%1$s</title></head>
                <body><h1>%1$s</h1>
                %2$s
                </body></html>
                """.formatted(title, body);
        Content.Sink.write(response, true, html, callback);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
