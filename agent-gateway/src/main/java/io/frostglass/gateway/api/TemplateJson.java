package io.frostglass.gateway.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.gateway.templates.Template;
import io.frostglass.gateway.templates.TemplateVariable;
import io.frostglass.gateway.templates.Templates;
import java.util.TreeMap;

/// The templates as JSON for agents.
final class TemplateJson {

    private static final JsonMapper JSON = new JsonMapper();

    private TemplateJson() {}

    static ObjectNode of(Templates templates) {
        var body = JSON.createObjectNode();
        var list = body.putArray("templates");
        templates.all().forEach(template -> list.add(json(template)));
        return body;
    }

    private static ObjectNode json(Template template) {
        var json = JSON.createObjectNode()
                .put("name", template.name())
                .put("version", template.templateVersion().toString())
                .put("severity", template.severity().name())
                .put("text", template.text());
        var variables = json.putObject("variables");
        new TreeMap<>(template.variables()).forEach((name, variable) -> {
            switch (variable) {
                case TemplateVariable.OneOf(var values) -> values.forEach(variables.putArray(name)::add);
                case TemplateVariable.WholeNumber(int from, int to) ->
                    variables
                            .putObject(name)
                            .put("type", "integer")
                            .put("minimum", from)
                            .put("maximum", to);
                case TemplateVariable.CameraVariable _ ->
                    variables.putObject(name).put("type", "camera");
                case TemplateVariable.Time _ -> variables.putObject(name).put("type", "time");
            }
        });
        return json;
    }
}
