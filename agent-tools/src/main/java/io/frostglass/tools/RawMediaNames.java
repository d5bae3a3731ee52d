package io.frostglass.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The names of raw media, that is, of pictures that were not veiled. The gateway has none to give, so a request that
/// names one is an attempt to get at them. A name may be in the segments of a path, in the parameters of a query, in
/// JSON, in tools and in URIs. Whole words match, in each of the usual spellings (`raw_image`, `rawImage`,
/// `raw-image`).
public final class RawMediaNames {

    /// The answer to every attempt. It is always the same, so that it does not show how close an attempt came.
    public static final String ANSWER = "There are no pictures here but the veiled thumbnail in the event.";

    /// Kinds of media, states of a picture, and file formats.
    private static final Set<String> MEDIA = Set.of("""
            image picture pic photo foto frame still snap snapshot screenshot video clip footage media recording livestream
            playback imagedata rawimage
            raw original full fullsize hires highres hd unblur unblurred unveil unveiled unmask uncropped unredacted download
            restricted
            jpg jpeg png gif webp bmp tiff heic avif mjpg mjpeg mp4 mov avi mkv webm m3u8 h264 h265 hls rtsp rtmp onvif
            webrtc""".split("\\s+"));

    /// Parameters that make a picture larger or clearer.
    private static final Set<String> SIZES = Set.of("""
            size width height w h resolution scale zoom crop quality format blur veil noise mask redact sanitize sanitized
            anonymize anonymise""".split("\\s+"));

    private static final Pattern MEASURE = Pattern.compile("\\d{3,4}p|[48]k|\\d{2,5}x\\d{2,5}");

    /// `file://`, `s3:/`
    private static final Pattern ELSEWHERE = Pattern.compile("(?:^|[^a-z0-9])[a-z][a-z0-9+.-]{1,20}:/");

    private static final Pattern STEP_UP = Pattern.compile("(?:^|/)\\s*\\.\\.\\s*(?:[/;#?]|$)");

    private RawMediaNames() {}

    /// Whether `text`, such as a tool's name or a resource's address, names raw media or leads to another place.
    public static boolean isNamed(String text) {
        return isElsewhere(text)
                || codes(decoded(text))
                        .anyMatch(word ->
                                MEDIA.contains(word) || MEASURE.matcher(word).matches());
    }

    /// Whether an unknown argument asks for raw media, by its name or by its value.
    public static boolean isNamed(String argument, String value) {
        return isNamed(argument) || isNamed(value) || isSize(argument);
    }

    /// Whether `name` is that of a parameter that makes a picture larger or clearer.
    public static boolean isSize(String name) {
        return codes(decoded(name)).anyMatch(SIZES::contains);
    }

    /// Whether `text` leads to another place (another scheme, `..`), or holds a NUL.
    public static boolean isElsewhere(String text) {
        String small = decoded(text).replace('\\', '/').toLowerCase(Locale.ROOT);
        return small.indexOf('\0') >= 0
                || ELSEWHERE.matcher(small).find()
                || STEP_UP.matcher(small).find();
    }

    /// Decodes once, as the server does. The server rejects a target that a second decoding would change.
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2b"), UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /// Splits `text` into words: at punctuation, at changes of case, and with hyphenated words joined.
    private static Stream<String> codes(String text) {
        return Stream.of(
                        text.replaceAll("(?<=\\p{L})[-_ ](?=\\p{L})", "").split("[^\\p{L}\\p{N}]+", -1),
                        text.split("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})", -1))
                .flatMap(Arrays::stream)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .flatMap(word -> Stream.of(word, word.replaceAll("s$", "")));
    }
}
