package io.frostglass.gateway.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.gateway.templates.Template;
import io.frostglass.gateway.templates.Templates;
import java.util.TreeMap;
import java.util.function.Supplier;

/// `GET /v1/templates`.
final class TemplateRequests {

    private static final JsonMapper JSON = new JsonMapper();

    private final Supplier<Templates> templates;

    TemplateRequests(Supplier<Templates> templates) {
        this.templates = templates;
    }

    Reply list() {
        var body = JSON.createObjectNode();
        var list = body.putArray("templates");
        templates.get().all().forEach(template -> list.add(json(template)));
        return new Reply.Answer(200, "templates", body);
    }

    private static ObjectNode json(Template template) {
        var json = JSON.createObjectNode()
                .put("name", template.name())
                .put("version", template.version().toString())
                .put("severity", template.severity().name())
                .put("text", template.text());
        var variables = json.putObject("variables");
        new TreeMap<>(template.variables()).forEach((name, values) -> {
            var list = variables.putArray(name);
            values.forEach(list::add);
        });
        return json;
    }
}
