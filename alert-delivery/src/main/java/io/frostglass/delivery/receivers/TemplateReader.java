package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads a receiver of the type `http`, with the template of its body.
final class TemplateReader {

    private static final int MAX_TEMPLATE = 4000;

    private static final JsonMapper JSON = new JsonMapper();
    private static final ValueParser<IncidentChange> CHANGE = ValueParser.oneOf(
            Arrays.stream(IncidentChange.values()).collect(Collectors.toMap(Enum::name, Function.identity())));

    private TemplateReader() {}

    static Optional<TemplatedRequest> read(YamlMapping yaml) {
        var at = new ReceiverTypes.Address(yaml, Optional.empty());
        var method = yaml.optional("method", "POST", ValueParser.oneOf(Map.of("POST", "POST", "PUT", "PUT")));
        var changes = yaml.list("changes", node -> node.scalar(CHANGE));
        var body = yaml.mapping("body", TemplateReader::object);
        return yaml.build(() -> new TemplatedRequest(
                at.get(),
                method.get(),
                new LinkedHashSet<>(changes.get().isEmpty() ? List.of(IncidentChange.values()) : changes.get()),
                body.get()));
    }

    private static Optional<JsonNode> object(YamlMapping yaml) {
        ObjectNode object = JSON.createObjectNode();
        for (String key : yaml.keys()) {
            yaml.node(key).flatMap(TemplateReader::value).ifPresent(value -> object.set(key, value));
        }
        return yaml.build(() -> object);
    }

    private static Optional<JsonNode> value(YamlNode node) {
        if (node.isMapping()) {
            return node.mapping().flatMap(TemplateReader::object);
        }
        if (node.isList()) {
            return node.list(TemplateReader::value).map(items -> {
                ArrayNode array = JSON.createArrayNode();
                items.forEach(array::add);
                return array;
            });
        }
        return node.scalar(ValueParser.text(MAX_TEMPLATE)).flatMap(text -> {
            String problem = TemplatedRequest.problem(text);
            if (problem != null) {
                node.problem(problem);
                return Optional.empty();
            }
            return Optional.of(JSON.getNodeFactory().textNode(text));
        });
    }
}
