package io.frostglass.cameras;

import io.frostglass.cameras.MotionEvent.DroppedDetail;
import io.frostglass.cameras.MotionEvent.Image;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/// The parts `event` and `image` of a form ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)). It ignores other
/// parts and file names.
final class FormParts implements MultiPart.Parser.Listener {

    private static final int MAX_PARTS = 16;
    private static final int MAX_HEADERS = 4096;
    private static final int MAX_BOUNDARY = 70;

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*+([^\\s;=\"]++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^;]*+))");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private final Map<String, byte[]> parts = new HashMap<>();
    private @Nullable String name;
    private ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean complete;
    private boolean failed;
    private int extraEvents;
    private int extraImages;

    private FormParts() {}

    static FormParts read(String contentType, byte[] body) throws InvalidBody {
        String boundary = parameters(contentType).getOrDefault("boundary", "");
        if (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw new InvalidBody("", "must name the boundary of its parts in the content type");
        }
        var form = new FormParts();
        try {
            var parser = new MultiPart.Parser(boundary, form);
            parser.setMaxParts(MAX_PARTS);
            parser.setPartHeadersMaxLength(MAX_HEADERS);
            parser.parse(Content.Chunk.from(ByteBuffer.wrap(body), true));
        } catch (RuntimeException e) {
            // The parser throws it for a body that is not a form.
            form.failed = true;
        }
        form.check();
        return form;
    }

    /// The part `event`.
    byte[] event() throws InvalidBody {
        byte[] event = parts.get("event");
        if (event == null) {
            throw new InvalidBody("/event", "is missing");
        }
        return event;
    }

    /// The part `image`: the picture as it is, or as base64, whether the sender says so or not.
    Optional<Image> image() {
        return Optional.ofNullable(parts.get("image"))
                .map(bytes -> ImageText.decodeIfText(bytes).orElse(bytes))
                .map(Image::new);
    }

    /// A second picture, if there is one.
    List<DroppedDetail> dropped() {
        return extraImages == 0 ? List.of() : List.of(new DroppedDetail("image", "image", extraImages));
    }

    private void check() throws InvalidBody {
        if (failed || !complete) {
            throw new InvalidBody("", "must be a whole form of at most " + MAX_PARTS + " parts");
        }
        if (extraEvents > 0) {
            throw new InvalidBody("/event", "must be one part");
        }
    }

    @Override
    public void onPartBegin() {
        name = null;
        content = new ByteArrayOutputStream();
    }

    @Override
    public void onPartHeader(String header, String value) {
        if (HttpHeader.CONTENT_DISPOSITION.is(header)) {
            name = parameters(value).get("name");
        }
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        if (wanted(name)) {
            content.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
        }
    }

    @Override
    public void onPartEnd() {
        if (wanted(name) && parts.putIfAbsent(name, content.toByteArray()) != null) {
            if ("event".equals(name)) {
                extraEvents++;
            } else {
                extraImages++;
            }
        }
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    @Override
    public void onFailure(Throwable failure) {
        failed = true;
    }

    /// The parameters of a header such as `Content-Type` ([RFC
    /// 2045](https://www.rfc-editor.org/rfc/rfc2045#section-5.1)), by name in lower case. Names are not
    /// case-sensitive, and spaces may surround each sign. Jetty's own parser supports neither, and ends a value
    /// at an equals sign.
    private static Map<String, String> parameters(String header) {
        var parameters = new HashMap<String, String>();
        var matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            String quoted = matcher.group(2);
            String value = quoted == null
                    ? matcher.group(3).strip()
                    : ESCAPED.matcher(quoted).replaceAll("$1");
            parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return parameters;
    }

    private static boolean wanted(@Nullable String name) {
        return "event".equals(name) || "image".equals(name);
    }
}
