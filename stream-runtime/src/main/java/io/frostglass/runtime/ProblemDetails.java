package io.frostglass.runtime;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A problem document of RFC 9457 (`application/problem+json`).
///
/// @param type a URI that names the kind of problem, by which clients tell problems apart; `about:blank` for no more
///     than the status says
/// @param status HTTP status, 400 to 599
/// @param title the kind of problem, for people
/// @param detail what to do about this one; nothing of the request is repeated in it
/// @param field the field that is wrong, for 422
public record ProblemDetails(String type, int status, String title, String detail, Optional<String> field) {

    /// What the types of Frostglass's own kinds of problems begin with.
    public static final String URN = "urn:frostglass:problem:";

    private static final JsonMapper JSON = new JsonMapper();

    public ProblemDetails(int status, String title, String detail, Optional<String> field) {
        this("about:blank", status, title, detail, field);
    }

    public static ProblemDetails of(int status, String title, String detail) {
        return new ProblemDetails(status, title, detail, Optional.empty());
    }

    /// Its members (RFC 9457, section 3.1).
    public ObjectNode json() {
        ObjectNode body = JSON.createObjectNode()
                .put("type", type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        field.ifPresent(name -> body.put("field", name));
        return body;
    }

    public void write(Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        Content.Sink.write(response, true, json().toString(), callback);
    }
}
